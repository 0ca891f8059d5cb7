"""Invented people: first and last names by market, put together at random.

Pure data. The names are common ones; every combination is drawn, none is taken from anywhere.
"""

from __future__ import annotations

import unicodedata


def _words(text: str) -> list[str]:
    return text.split()


NORDIC = (
    _words("""Åsa Bjørn Sølvi Håkon Ingrid Jørgen Märta Pär Siv Göran Liv Åke Frøydis Torbjörn Maija Väinö Päivi
    Eero Guðrún Þór Sigríður Ólafur Annika Mads Søren Kjersti Rune Elin"""),
    _words("""Østergård Lindqvist Söderström Ångström Bjerkås Håland Nygård Jørgensen Ståhl Bäckman Mäkinen
    Hämäläinen Tuominen Kärkkäinen Þorsteinsdóttir Ørbæk Fjeldstad Rønning Sjöholm Vådahl Grønlund Lövgren
    Nordahl Hedlund Skårdal Brække"""),
)
GERMAN = (
    _words("""Jürgen Käthe Sören Jörg Bärbel Günther Anneliese Björn Zoë Ayşe Çağla Emre Thérèse Lukas Beat
    Ueli Vroni Matthäus Leonie Falk Heike Gülay Dagmar Raphaël Wiebke Korbinian Özlem Franziska"""),
    _words("""Müllenbach Krähenbühl Grünwald Schöttle Weißhaupt Großmann Bäumler Lötscher Zürcher Hägele Yıldırım
    Öztürk Gößling Pfändler Rüttimann Stöcklin Brändli Kühnast Fröhlich Voßkamp Demirçi Obermüller
    Wüthrich Straßer Äbischer Jäggi"""),
)
BRITISH = (
    _words("""Siân Niamh Róisín Seán Ciarán Gráinne Eilidh Rhys Megan Callum Aoife Pádraig Sinéad Imogen Tadhg
    Chloë Fearghal Llinos Priya Kwame Oyelaran Zainab Harriet Angus Mairéad Gethin Úna Alasdair"""),
    _words("""Ó'Dálaigh Ní'Bhriain MacAoidh Llewelyn Fitzwarren Thistlewood Penhaligon O'Súilleabháin Bevanwy
    Carraway Ashdown Okonjo Mahmoud Patelwala Dunmorrow Kinsella Trevanion Háicéad Ravenscroft Muirhead
    Breathnach Strathearn Oakhollow Pryce-Jones Wetherby Lochhead"""),
)
IBERIAN = (
    _words("""Íñigo João Begoña Núria Álvaro Gonçalo Inês Iñaki Tomás Lourenço Mónica Óscar Ângela Ainhoa Jordi
    Conceição Xóan Míriam Ramón Simão"""),
    _words("""Ibáñez Gonçalves Etxeberría Magalhães Núñez Peñalver Falcão Muñiz Caldeirão Puigdevall Aránguren
    Assunção Fariña Bragança Güell Zubizarreta Leitão Ordóñez Simões Cañizares"""),
)
AMERICAN = (
    _words("""Zoë François Thảo Minh Chinyere José Renée Łukasz Désirée Malik DeShawn Hye-jin Kamala Wren
    Tomáš Anaïs Siobhán Marisol Andrés Kehinde Étienne Noémie Nguyệt Tyrone Alma Jörn Mackenzie Hoàng Inez
    Raúl Kateřina Dashiell"""),
    _words("""Bélanger Gauthier-Roy Nguyễnhuu Okafor-Lane Villaseñor Dvořáček Castañeda Łazarski Trầnvan Kowalczyk
    St-Onge Wójtowicz Hébertson Ndiaye Park-Ellis Thunderhill Delacroix Ramírez Ferreira-Cole Nováček
    Yellowtail Washburne Étier Huỳnhle Saint-Amand Peña Whitlock Sørbo Krzyżanek Abernathy Lefebvre
    Montoya-Reed"""),
)

NAMES: dict[str, tuple[list[str], list[str]]] = {
    "nordics": NORDIC,
    "dach": GERMAN,
    "uki": BRITISH,
    "iberia": IBERIAN,
    "north_america": AMERICAN,
}

_LETTERS = str.maketrans({"ø": "o", "ß": "ss", "ł": "l", "æ": "ae", "þ": "th", "ð": "d", "đ": "d", "ı": "i", "å": "a"})


def mailbox(first: str, last: str) -> str:
    """first.last in plain letters, as mail systems make it."""
    return ".".join(_plain(part) for part in (first, last))


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)).translate(_LETTERS)
    return "".join(letter for letter in folded if letter.isascii() and (letter.isalnum() or letter == "-"))
