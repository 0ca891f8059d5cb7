"""Where the demo company works and in which functions: its markets, its costs, its head counts.

Pure data. Tarnfjord Instruments is invented: industrial sensors and the software that watches over them.
"""

from __future__ import annotations

from demo.shapes import Function, Market

NAME = "Tarnfjord Instruments"
SLUG = "tarnfjord"
DOMAIN = "tarnfjord.example"
CURRENCY = "EUR"
PRODUCTIVE_HOURS = 1600
SEGMENT = "Plants with continuous production"

MARKETS = (
    Market("company", NAME, "company", None),
    Market("europe", "Europe", "region", "company"),
    Market("americas", "Americas", "region", "company"),
    Market("nordics", "Nordics", "market", "europe"),
    Market("dach", "DACH", "market", "europe"),
    Market("uki", "UK and Ireland", "market", "europe"),
    Market("iberia", "Iberia", "market", "europe"),
    Market("north_america", "North America", "market", "americas"),
)

FUNCTIONS = (
    Function("marketing", "Marketing", 9_400_000),
    Function("sales", "Sales", 12_800_000),
    Function("inside_sales", "Inside sales", 7_900_000),
    Function("channel", "Channel", 10_900_000),
    Function("service", "Service", 7_600_000),
    Function("success", "Customer success", 8_800_000),
    Function("operations", "Commercial operations", 9_100_000),
)

HEADS = {
    "north_america": {
        "sales": 18,
        "marketing": 11,
        "inside_sales": 11,
        "channel": 6,
        "service": 22,
        "success": 10,
        "operations": 4,
    },
    "dach": {
        "sales": 13,
        "marketing": 8,
        "inside_sales": 6,
        "channel": 6,
        "service": 16,
        "success": 6,
        "operations": 3,
    },
    "nordics": {
        "sales": 9,
        "marketing": 7,
        "inside_sales": 5,
        "channel": 3,
        "service": 13,
        "success": 6,
        "operations": 3,
    },
    "uki": {
        "sales": 8,
        "marketing": 6,
        "inside_sales": 5,
        "channel": 2,
        "service": 10,
        "success": 6,
        "operations": 1,
    },
    "iberia": {
        "sales": 6,
        "marketing": 4,
        "inside_sales": 3,
        "channel": 3,
        "service": 7,
        "success": 2,
        "operations": 1,
    },
}
"""People per market and function: 250."""

DEMAND_WEIGHT = {"north_america": 330, "dach": 226, "nordics": 174, "uki": 154, "iberia": 92}
"""How the customers' work divides over the markets."""

TOP = ("nordics", "operations", "Chief commercial officer", "Commercial office")
"""Market, function, title and department of whoever everybody reports to in the end."""

FUNCTION_HEADS = {
    "sales": ("north_america", "Vice president sales"),
    "marketing": ("nordics", "Vice president marketing"),
    "inside_sales": ("uki", "Director of inside sales"),
    "channel": ("dach", "Director of partner business"),
    "service": ("dach", "Vice president service"),
    "success": ("north_america", "Director of customer success"),
    "operations": ("north_america", "Director of commercial operations"),
}
"""Function -> the market its head sits in, and the title."""

LEAD_TITLES = {
    "sales": "Regional sales manager",
    "marketing": "Marketing manager",
    "inside_sales": "Inside sales team leader",
    "channel": "Channel manager",
    "service": "Service manager",
    "success": "Customer success team leader",
    "operations": "Commercial operations manager",
}

POSTS = {
    "sales": (
        ("Account executive", "Regional accounts"),
        ("Key account manager", "Key accounts"),
        ("Solution consultant", "Presales"),
        ("Bid manager", "Presales"),
    ),
    "marketing": (
        ("Content editor", "Content and brand"),
        ("Campaign specialist", "Demand generation"),
        ("Digital marketing specialist", "Demand generation"),
        ("Event manager", "Events"),
        ("Product marketer", "Product marketing"),
    ),
    "inside_sales": (
        ("Inside sales representative", "Inside sales"),
        ("Sales development representative", "Lead desk"),
        ("Order desk clerk", "Order desk"),
    ),
    "channel": (
        ("Partner account manager", "Partner accounts"),
        ("Partner project coordinator", "Partner projects"),
    ),
    "service": (
        ("Service desk agent", "Service desk"),
        ("Technical support engineer", "Service desk"),
        ("Field service engineer", "Field service"),
        ("Integration engineer", "Projects"),
        ("Project engineer", "Projects"),
        ("Delivery coordinator", "Logistics"),
    ),
    "success": (
        ("Customer success manager", "Customer success"),
        ("Onboarding specialist", "Onboarding"),
        ("Trainer", "Customer education"),
    ),
    "operations": (
        ("Business analyst", "Reporting"),
        ("CRM administrator", "Customer systems"),
    ),
}
"""Titles and departments of everybody who leads nobody."""
