"""The role designer, proposed roles and shared services groups. Keys of records are 12 characters of 0-9 and a-f, so
none of the words below is one."""

from django.urls import URLPattern, path

from redesigns.views import groups, proposals, roles, roles_edit, roles_export, roles_parts

urlpatterns: list[URLPattern] = [
    path("", roles.role_index, name="role-list"),
    path("new/", roles_edit.role_new, name="role-create"),
    path("template/", roles_edit.role_template, name="role-template"),
    path("seats/", roles_edit.role_seats, name="role-seats"),
    path("export/<str:file_format>/", roles_export.role_export, name="role-export"),
    path("activities/", roles_parts.duty_give, name="duty-give"),
    path("activities/tidy/", roles_parts.duty_tidy, name="duty-tidy"),
    path("proposals/", proposals.proposal_index, name="proposal-list"),
    path("proposals/new/", proposals.proposal_create, name="proposal-create"),
    path("proposals/<int:proposal>/", proposals.proposal_page, name="proposal"),
    path("proposals/<int:proposal>/adopt/", proposals.proposal_take, name="proposal-adopt"),
    path("proposals/<int:proposal>/discard/", proposals.proposal_drop, name="proposal-discard"),
    path("groups/", groups.group_index, name="group-list"),
    path("groups/new/", groups.group_new, name="group-create"),
    path("groups/<slug:group>/", groups.group_page, name="group"),
    path("groups/<slug:group>/edit/", groups.group_edit, name="group-edit"),
    path("groups/<slug:group>/delete/", groups.group_remove, name="group-delete"),
    path("<slug:role>/", roles.role_page, name="role"),
    path("<slug:role>/people/", roles.role_people, name="role-people"),
    path("<slug:role>/edit/", roles_edit.role_edit, name="role-edit"),
    path("<slug:role>/move/", roles_edit.role_shift, name="role-move"),
    path("<slug:role>/delete/", roles_edit.role_remove, name="role-delete"),
    path("<slug:role>/activities/", roles_parts.duty_add, name="duty-add"),
    path("<slug:role>/activities/<int:activity>/", roles_parts.duty_change, name="duty-edit"),
    path("<slug:role>/activities/<int:activity>/remove/", roles_parts.duty_out, name="duty-remove"),
    path("<slug:role>/skills/", roles_parts.mark_add, name="mark-add"),
    path("<slug:role>/skills/<int:skill>/", roles_parts.mark_change, name="mark-set"),
    path("<slug:role>/skills/<int:skill>/clear/", roles_parts.mark_reset, name="mark-clear"),
    path("<slug:role>/seats/", roles_parts.headcount_change, name="headcount-set"),
]
