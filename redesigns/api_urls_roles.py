"""The role designer, proposed roles and shared services groups, for other systems."""

from django.urls import URLPattern, path

from redesigns.api import groups, proposals, roles, roles_parts

urlpatterns: list[URLPattern] = [
    path("roles/", roles.Roles.as_view(), name="redesign-role-list"),
    path("roles/<slug:role>/", roles.OneRole.as_view(), name="redesign-role"),
    path("roles/<slug:role>/figures/", roles.RoleFigures.as_view(), name="redesign-role-figures"),
    path("roles/<slug:role>/people/", roles.RolePeople.as_view(), name="redesign-role-people"),
    path("roles/<slug:role>/duties/<int:activity>/", roles_parts.OneDuty.as_view(), name="redesign-duty"),
    path("roles/<slug:role>/marks/<int:skill>/", roles_parts.OneMark.as_view(), name="redesign-mark"),
    path("roles/<slug:role>/headcounts/<int:market>/", roles_parts.OneHeadcount.as_view(), name="redesign-headcount"),
    path("role-flags/", roles.RoleFlags.as_view(), name="redesign-role-flags"),
    path("role-template/", roles.RoleTemplate.as_view(), name="redesign-role-template"),
    path("role-seats/", roles.RoleSeats.as_view(), name="redesign-role-seats"),
    path("proposals/", proposals.Proposals.as_view(), name="redesign-proposal-list"),
    path("proposals/<int:proposal>/", proposals.OneProposal.as_view(), name="redesign-proposal"),
    path("proposals/<int:proposal>/adopt/", proposals.ProposalAdopt.as_view(), name="redesign-proposal-adopt"),
    path("groups/", groups.Groups.as_view(), name="redesign-group-list"),
    path("groups/<slug:group>/", groups.OneGroup.as_view(), name="redesign-group"),
]
