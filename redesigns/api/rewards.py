"""Pay of roles for other systems. Shares and misalignments are whole thousandths."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.roles_out import seen_in
from redesigns.models import Redesign
from redesigns.records import WHOLE
from redesigns.rewards import PayFlag
from redesigns.selectors.access import redesign_for
from redesigns.selectors.rewards import RolePay, Standing, pay, role_pay
from redesigns.services.redesigns import LONGEST_NAME
from redesigns.services.rewards import MOST_MEASURES, measure_add, measure_change, measure_remove, pay_set
from uniengine.accounts.api_base import OrganizationListView, OrganizationView

TAGS = ["redesigns"]


def share_field(**options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=WHOLE, **options)


class MeasureOut(serializers.Serializer[Any]):
    """A measure of the variable pay. weight: today; needed: what the customer outcome needs."""

    key = serializers.CharField()
    name = serializers.CharField()
    weight = serializers.IntegerField()
    needed = serializers.IntegerField()
    influences = serializers.BooleanField()
    pod_metric = serializers.BooleanField()


class PayWarningOut(serializers.Serializer[Any]):
    """Something to correct, and the measures it is about."""

    flag = serializers.ChoiceField(choices=[flag.value for flag in PayFlag])
    words = serializers.CharField()
    measures = serializers.ListField(child=serializers.CharField())


class PayOut(serializers.Serializer[Any]):
    """One role's pay. Figures are null where one of the two sides is not known."""

    role = serializers.CharField(source="key")
    name = serializers.CharField()
    stage = serializers.IntegerField(source="stage.pk", allow_null=True, default=None)
    standing = serializers.ChoiceField(choices=[one.value for one in Standing])
    fixed_share = serializers.IntegerField(source="alignment.fixed_share", allow_null=True)
    needed_fixed_share = serializers.IntegerField(source="alignment.needed_fixed_share", allow_null=True)
    mix_misalignment = serializers.SerializerMethodField()
    measures_misalignment = serializers.SerializerMethodField()
    pod_share = serializers.SerializerMethodField()
    measures = MeasureOut(many=True)
    warnings = PayWarningOut(many=True, source="alignment.warnings")

    def get_mix_misalignment(self, one: RolePay) -> int | None:
        """Half the sum of the differences between both mixes."""
        return _thousandths(one.alignment.mix)

    def get_measures_misalignment(self, one: RolePay) -> int | None:
        """The same of the weights of the measures."""
        return _thousandths(one.alignment.measures)

    def get_pod_share(self, one: RolePay) -> int | None:
        """The share of variable pay tied to pod metrics."""
        return _thousandths(one.alignment.pod_share)


def _thousandths(value: Fraction | None) -> int | None:
    return None if value is None else round(value * WHOLE)


class MeasureFields(serializers.Serializer[dict[str, Any]]):
    """The fields of a measure."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    weight = share_field(default=0)
    needed = share_field(default=0)
    influences = serializers.BooleanField(default=True)
    pod_metric = serializers.BooleanField(default=False)


class MeasureGiven(MeasureFields):
    """A measure among all of a role; with `key` one that is there already."""

    key = serializers.CharField(max_length=80, required=False)


class MeasureIn(MeasureFields):
    """A measure to add."""

    seen = seen_in()


class MeasureChange(serializers.Serializer[dict[str, Any]]):
    """What is to change about a measure."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    weight = share_field(required=False)
    needed = share_field(required=False)
    influences = serializers.BooleanField(required=False)
    pod_metric = serializers.BooleanField(required=False)
    seen = seen_in()


class PayIn(serializers.Serializer[dict[str, Any]]):
    """The whole pay of a role: measures that are left out are taken away."""

    fixed_share = share_field(allow_null=True)
    needed_fixed_share = share_field(allow_null=True, default=None)
    measures = serializers.ListField(child=MeasureGiven(), max_length=MOST_MEASURES)
    seen = seen_in()


def pay_at(redesign: Redesign, role: str) -> RolePay:
    """Raises Http404."""
    found = role_pay(redesign, role)
    if found is None:
        raise Http404
    return found


class PayList(OrganizationListView):
    """The pay of all roles."""

    @extend_schema(tags=TAGS, operation_id="redesign_pay_list", responses=PayOut(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """In the order of the stages."""
        return self.paged(pay(redesign_for(self.actor, pk)), PayOut)


class OnePay(OrganizationView):
    """The pay of one role."""

    @extend_schema(tags=TAGS, operation_id="redesign_pay", responses=PayOut)
    def get(self, request: Request, slug: str, pk: int, role: str) -> Response:
        """Mix and measures, how far off they are, and what to correct."""
        return Response(PayOut(pay_at(redesign_for(self.actor, pk), role)).data)

    @extend_schema(tags=TAGS, operation_id="redesign_pay_set", request=PayIn, responses=PayOut)
    def put(self, request: Request, slug: str, pk: int, role: str) -> Response:
        """Set mix and measures as one change; the same again changes nothing."""
        redesign = redesign_for(self.actor, pk)
        pay_at(redesign, role)
        values = self.cleaned(PayIn)
        measures, seen = values.pop("measures"), values.pop("seen", None)
        pay_set(actor=self.actor, redesign=redesign, role=role, mix=values, measures=measures, seen=seen)
        return Response(PayOut(pay_at(redesign, role)).data)


class Measures(OrganizationView):
    """The measures of one role."""

    @extend_schema(
        tags=TAGS,
        operation_id="redesign_measure_create",
        request=MeasureIn,
        responses={201: inline_serializer("MeasureMade", {"key": serializers.CharField()})},
    )
    def post(self, request: Request, slug: str, pk: int, role: str) -> Response:
        """Add a measure."""
        redesign = redesign_for(self.actor, pk)
        pay_at(redesign, role)
        values = self.cleaned(MeasureIn)
        seen = values.pop("seen", None)
        made = measure_add(actor=self.actor, redesign=redesign, role=role, values=values, seen=seen)
        return Response({"key": made}, status=201)


class OneMeasure(OrganizationView):
    """One measure."""

    @extend_schema(tags=TAGS, operation_id="redesign_measure_update", request=MeasureChange, responses=PayOut)
    def patch(self, request: Request, slug: str, pk: int, role: str, measure: str) -> Response:
        """Change some fields; answers with the pay of the role."""
        redesign = self._redesign(pk, role, measure)
        values = self.cleaned(MeasureChange)
        seen = values.pop("seen", None)
        measure_change(actor=self.actor, redesign=redesign, role=role, measure=measure, values=values, seen=seen)
        return Response(PayOut(pay_at(redesign, role)).data)

    @extend_schema(tags=TAGS, operation_id="redesign_measure_delete", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, role: str, measure: str) -> Response:
        """Take a measure away."""
        redesign = self._redesign(pk, role, measure)
        measure_remove(actor=self.actor, redesign=redesign, role=role, measure=measure)
        return Response(status=204)

    def _redesign(self, pk: int, role: str, measure: str) -> Redesign:
        redesign = redesign_for(self.actor, pk)
        if measure not in {one.key for one in pay_at(redesign, role).measures}:
            raise Http404
        return redesign
