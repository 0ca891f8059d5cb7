"""Waves for other systems."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.placements import TAGS
from redesigns.api.placements_out import WaveIn, WaveOut
from redesigns.models import Redesign
from redesigns.selectors.access import redesign_for, sees_names
from redesigns.selectors.waves import WaveRow, waves_of
from redesigns.services.waves import wave_remove, wave_save
from uniengine.accounts.access import Actor
from uniengine.accounts.api_base import OrganizationListView, OrganizationView


def waves_seen(actor: Actor, redesign: Redesign) -> tuple[WaveRow, ...]:
    """The waves, with counts as far as the actor may know them."""
    smallest = 0 if sees_names(actor, redesign) else actor.organization.small_group
    return waves_of(redesign, smallest).rows


def wave_at(actor: Actor, redesign: Redesign, key: str) -> WaveRow:
    """Raises Http404."""
    found = next((row for row in waves_seen(actor, redesign) if row.key == key), None)
    if found is None:
        raise Http404
    return found


class Waves(OrganizationListView):
    """All waves of a redesign."""

    @extend_schema(tags=TAGS, operation_id="redesign_wave_list", responses=WaveOut(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """By their first day."""
        return self.paged(waves_seen(self.actor, redesign_for(self.actor, pk)), WaveOut)

    @extend_schema(tags=TAGS, operation_id="redesign_wave_create", request=WaveIn, responses={201: WaveOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Plan another one."""
        redesign = redesign_for(self.actor, pk)
        key = wave_save(actor=self.actor, redesign=redesign, **self.cleaned(WaveIn))
        return Response(WaveOut(wave_at(self.actor, redesign, key)).data, status=201)


class OneWave(OrganizationView):
    """One wave."""

    @extend_schema(tags=TAGS, operation_id="redesign_wave", responses=WaveOut)
    def get(self, request: Request, slug: str, pk: int, wave: str) -> Response:
        """With how many people change in it."""
        return Response(WaveOut(wave_at(self.actor, redesign_for(self.actor, pk), wave)).data)

    @extend_schema(tags=TAGS, operation_id="redesign_wave_update", request=WaveIn, responses=WaveOut)
    def put(self, request: Request, slug: str, pk: int, wave: str) -> Response:
        """Name, first day and note."""
        redesign = redesign_for(self.actor, pk)
        wave_at(self.actor, redesign, wave)
        wave_save(actor=self.actor, redesign=redesign, wave=wave, **self.cleaned(WaveIn))
        return Response(WaveOut(wave_at(self.actor, redesign, wave)).data)

    @extend_schema(tags=TAGS, operation_id="redesign_wave_remove", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, wave: str) -> Response:
        """Its people keep their seats and have no wave."""
        redesign = redesign_for(self.actor, pk)
        wave_at(self.actor, redesign, wave)
        wave_remove(actor=self.actor, redesign=redesign, wave=wave)
        return Response(status=204)
