"""The gap as CSV or XLSX, as filtered on the page."""

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from roles.files import gap_file
from roles.forms.gaps import gap_filter
from roles.selectors.gap_overview import journeys_active
from uniengine.accounts.access import ActorRequest


@require_GET
@cache_control(no_store=True, private=True)
def gap_export(request: ActorRequest, slug: str) -> HttpResponse:
    """?format=csv|xlsx, ?table=skills|proof|growth|free and the filter of the page."""
    return gap_file(request.actor, request.GET, gap_filter(request.GET, journeys_active()))
