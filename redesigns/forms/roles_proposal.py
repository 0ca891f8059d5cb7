"""What to look for when roles are proposed."""

from __future__ import annotations

from django import forms

from redesigns.services.proposals import Options

SHARING = [
    ("whole", "Each activity stays whole, in one role"),
    ("shared", "Roles may share an activity, each with some of its skills"),
]
SECONDS = [(5, "5 seconds"), (20, "20 seconds"), (60, "1 minute"), (120, "2 minutes")]


class ProposalForm(forms.Form):
    """Options of a proposal, in plain words."""

    sharing = forms.ChoiceField(
        label="How activities are divided", choices=SHARING, initial="whole", widget=forms.RadioSelect
    )
    most_skills = forms.IntegerField(
        label="Most skills per role",
        min_value=1,
        max_value=200,
        required=False,
        help_text="Fewer make roles that are easier to fill, and more of them. Empty: as many as it takes.",
    )
    most_stages = forms.IntegerField(
        label="Most stages per role",
        min_value=1,
        max_value=20,
        required=False,
        help_text="1 gives experts of one stage. Empty: as many as it takes.",
    )
    seconds = forms.TypedChoiceField(
        label="Time to look",
        coerce=int,
        choices=SECONDS,
        initial=20,
        help_text="More time may find fewer roles, or prove that no fewer will do.",
    )

    def options(self) -> Options:
        """As the service takes them."""
        return Options(**self.cleaned_data)
