"""Personal tokens of the API."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import TokenForm, show_error
from uniengine.accounts.selectors.tokens import token_list
from uniengine.accounts.services.tokens import token_create, token_revoke
from uniengine.kit.errors import DomainError


@require_GET
@cache_control(no_store=True, private=True)
def token_index(request: ActorRequest, slug: str) -> HttpResponse:
    """One's own tokens; owners and admins see everybody's, without secrets."""
    return render(request, "organization/tokens.html", {"rows": token_list(actor=request.actor)})


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def token_new(request: ActorRequest, slug: str) -> HttpResponse:
    """The form; after creating, the page with the secret, which is never shown again."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = token_create(actor=request.actor, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            return render(request, "organization/token_made.html", {"token": token, "secret": secret})
    return render(request, "organization/token.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def token_stop(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    token = get_object_or_404(token_list(actor=request.actor, live=False), pk=pk)
    token_revoke(actor=request.actor, token=token)
    messages.success(request, f"{token.name} is revoked. Calls with it are refused from now on.")
    return redirect("organization:token-list", slug)
