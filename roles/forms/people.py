"""Forms of people and their ratings. They only clean; services decide."""

from decimal import Decimal
from typing import Any

from django import forms

from journeys.models import LegacyFunction, Skill
from journeys.names import name_key
from journeys.selectors import skill_options
from roles.gap import LEVELS
from roles.models import Person, Rater
from roles.places import Tree
from roles.selectors.people import SORTS, PersonFilter
from uniengine.accounts.models import Market

FULL_TIME = 1000
RATED = [(0, "0 none"), (1, "1 novice"), (2, "2 beginner"), (3, "3 proficient"), (4, "4 advanced"), (5, "5 expert")]
INDENT = "\N{NO-BREAK SPACE}" * 3
Choices = list[tuple[Any, str]]


def market_choices(tree: Tree) -> Choices:
    """Every market, indented as deep as it lies."""
    return [(node.pk, INDENT * tree.depth(node.pk) + node.name) for node in tree.nodes.values()]


def function_choices() -> Choices:
    return list(LegacyFunction.objects.order_by("name").values_list("pk", "name"))


class PersonFilterForm(forms.Form):
    """What the address of the list says."""

    q = forms.CharField(label="Find", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    market = forms.TypedChoiceField(label="Market", coerce=int, empty_value=None, required=False)
    function = forms.TypedChoiceField(label="Legacy function", coerce=int, empty_value=None, required=False)
    skill = forms.CharField(
        label="Can do",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off", "placeholder": "Any skill"}),
    )
    level = forms.TypedChoiceField(
        label="at level", coerce=int, empty_value=None, required=False, choices=[(n, f"{n} and up") for n in LEVELS]
    )
    here = forms.ChoiceField(
        label="Who", required=False, choices=[("here", "Here now"), ("gone", "Leaving or gone"), ("all", "Everybody")]
    )

    def __init__(self, *args: Any, markets: Choices, functions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "market", [("", "All markets"), *markets, (0, "No market")])
        set_choices(self, "function", [("", "All legacy functions"), *functions, (0, "No function")])

    def clean_skill(self) -> Skill | None:
        """A skill by its name, in any case."""
        return skill_named(self.cleaned_data["skill"])

    def chosen(self, sort: str) -> PersonFilter:
        """The filter; what is not valid counts as not given."""
        given = getattr(self, "cleaned_data", {})
        skill = given.get("skill")
        return PersonFilter(
            text=given.get("q", ""),
            market=given.get("market"),
            function=given.get("function"),
            skill=skill.pk if skill else None,
            level=given.get("level") or 1,
            here=given.get("here") or "here",
            sort=sort if sort in SORTS else "name",
        )


def skill_named(name: str) -> Skill | None:
    """The skill that the list of suggestions calls so; None for no name. Raises ValidationError when there is none."""
    key = name_key(name)
    if not key:
        return None
    for pk, label in skill_options():
        if name_key(label) == key:
            return Skill.objects.get(pk=pk)
    raise forms.ValidationError("No skill has this name. Choose one from the list.")


class PersonForm(forms.Form):
    """What HR knows about somebody."""

    name = forms.CharField(max_length=200, required=False)
    employee_id = forms.CharField(
        label="Employee ID", max_length=60, required=False, help_text="Kept as text: 00417 stays 00417."
    )
    email = forms.EmailField(label="E-mail", max_length=254, required=False)
    title = forms.CharField(label="Job title", max_length=200, required=False)
    department = forms.CharField(max_length=200, required=False)
    location = forms.CharField(label="Place of work", max_length=200, required=False)
    market = forms.ModelChoiceField(Market._base_manager.none(), required=False, empty_label="No market")
    function = forms.ModelChoiceField(
        LegacyFunction._base_manager.none(), label="Legacy function", required=False, empty_label="No function"
    )
    manager = forms.CharField(
        label="Manager", max_length=254, required=False, help_text="The manager's employee ID or e-mail."
    )
    fte = forms.DecimalField(
        label="FTE",
        min_value=Decimal(0),
        max_value=Decimal(1),
        decimal_places=3,
        initial=Decimal(1),
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        help_text="Working time: 1 is full time, 0.8 is four days of five.",
    )
    started_on = forms.DateField(label="Started on", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    left_on = forms.DateField(
        label="Last day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Whoever has a last day does not count in the skill gap any more.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        market, function = self.fields["market"], self.fields["function"]
        assert isinstance(market, forms.ModelChoiceField)
        assert isinstance(function, forms.ModelChoiceField)
        market.queryset = Market.objects.all()
        set_choices(self, "market", [("", "No market"), *market_choices(tree)])
        function.queryset = LegacyFunction.objects.all()

    def clean_manager(self) -> Person | None:
        """Somebody by employee id or e-mail."""
        key = self.cleaned_data["manager"].strip()
        if not key:
            return None
        found = Person.objects.filter(employee_id=key).first() or Person.objects.filter(email__iexact=key).first()
        if found is None:
            raise forms.ValidationError("Nobody has this employee ID or e-mail address.")
        return found

    def values(self) -> dict[str, Any]:
        """The fields of a person, as the service takes them."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "fte")}
        return found | {"mfte": int(self.cleaned_data["fte"] * FULL_TIME)}

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        names = ("name", "employee_id", "email", "title", "department", "location", "started_on", "left_on", "version")
        manager = person.manager
        return {name: getattr(person, name) for name in names} | {
            "market": person.market_id,
            "function": person.function_id,
            "manager": (manager.employee_id or manager.email) if manager else "",
            "fte": Decimal(person.mfte) / FULL_TIME,
        }


class EraseForm(forms.Form):
    """Erasing needs a reason."""

    reason = forms.CharField(
        max_length=500, label="Why", help_text="For the change log, for example: asked for by the person. No names."
    )


class RatingForm(forms.Form):
    """One rater's level of a skill."""

    skill = forms.CharField(
        max_length=200, widget=forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off"})
    )
    rater = forms.TypedChoiceField(
        label="Rated by", coerce=lambda value: Rater(int(value)), choices=Rater.choices, initial=Rater.MANAGER
    )
    level = forms.TypedChoiceField(coerce=int, choices=RATED, initial=3)
    assessed_on = forms.DateField(label="On", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean_skill(self) -> Skill:
        found = skill_named(self.cleaned_data["skill"])
        if found is None:
            raise forms.ValidationError("Enter a skill.")
        return found


def set_choices(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
    field.choices = choices
