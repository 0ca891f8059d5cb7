"""The progress partial every page with background work includes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from uniengine.accounts.access import ActorRequest
from uniengine.jobs.models import Job
from uniengine.jobs.selectors import job_view
from uniengine.jobs.services import job_cancel


@require_GET
def job_progress(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    """The bar, polled every second until the job ends; then the page reloads itself to show the outcome."""
    job = get_object_or_404(Job.objects, pk=pk)
    response = render(request, "inc/_progress.html", {"view": job_view(job), "job": job})
    if not job.is_open and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def job_cancel_page(request: ActorRequest, slug: str, pk: UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects, pk=pk)
    job = job_cancel(actor=request.actor, job=job)
    if request.headers.get("HX-Request"):
        return render(request, "inc/_progress.html", {"view": job_view(job), "job": job})
    back = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if ours else "/")
