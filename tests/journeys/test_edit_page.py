"""Editing through the pages: with htmx only what changed is drawn again; without a script everything works too."""

import json

import pytest

from journeys import services
from journeys.models import ActivityDemand, ActivitySkill, BuyingJob, FunctionEffort, JobLoop, Skill, SupplierActivity
from tests.cast import Cast
from tests.journeys.asking import board, hx, swapped, text
from tests.journeys.boards import Small, picture


def job_path(small: Small, job: BuyingJob, verb: str) -> str:
    return f"{board(small)}jobs/{job.pk}/{verb}"


def activity_path(small: Small, activity: SupplierActivity, verb: str = "") -> str:
    return f"{board(small)}activities/{activity.pk}/{verb}"


def test_it_draws_only_the_card_whose_name_changed(scoped: Cast, small: Small) -> None:
    answer = hx(
        scoped.client("leader"),
        job_path(small, small.see, "name"),
        {"name": "Notice it", "version": 1},
        on=board(small),
    )
    parts = swapped(answer)
    assert f"job-{small.see.pk}" in parts
    assert not {f"job-{small.compare.pk}", "tray"} & parts
    assert not {f"stage-{small.learn.pk}", f"stage-{small.buy.pk}", "board-wrap"} & parts
    event = json.loads(answer["HX-Trigger-After-Settle"])["board:changed"]
    assert event["say"] == "Changed the job “See the problem”."
    assert answer["HX-Reswap"] == "none"


def test_it_says_what_oneself_did_when_somebody_else_edits_at_the_same_moment(
    scoped: Cast, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = services.buying_job_update

    def busy(**given: object) -> object:
        services.activity_update(actor=scoped.actor("facilitator"), activity=small.prove, version=1, note="Theirs")
        return rename(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "buying_job_update", busy)
    data = {"name": "Notice it", "version": 1}
    answer = hx(scoped.client("leader"), job_path(small, small.see, "name"), data, on=board(small))
    event = json.loads(answer["HX-Trigger-After-Settle"])["board:changed"]
    assert event["say"] == "Changed the job “See the problem”."
    assert {f"job-{small.see.pk}", f"job-{small.compare.pk}"} <= swapped(answer), "what they did is drawn as well"


def test_it_draws_every_card_an_activity_stands_in(scoped: Cast, small: Small) -> None:
    path = activity_path(small, small.show, "name")
    answer = hx(scoped.client("leader"), path, {"name": "Show customers like them", "version": 1}, on=board(small))
    assert {f"job-{small.see.pk}", f"job-{small.compare.pk}"} <= swapped(answer)


def test_it_draws_both_columns_of_a_moved_job(scoped: Cast, small: Small) -> None:
    data = {"place": small.learn.pk, "position": 0, "version": 1}
    answer = hx(scoped.client("leader"), job_path(small, small.compare, "move"), data, on=board(small))
    assert {f"stage-{small.learn.pk}", f"stage-{small.buy.pk}"} <= swapped(answer)
    assert [job.name for job in small.learn.jobs.all()] == ["Compare vendors", "See the problem"]


def test_it_draws_the_inspector_when_what_it_shows_changed(scoped: Cast, small: Small) -> None:
    on = f"{board(small)}?activity={small.show.pk}"
    client = scoped.client("leader")
    assert "inspector" in swapped(
        hx(client, activity_path(small, small.show, "name"), {"name": "Show others", "version": 1}, on=on)
    )
    assert "inspector" not in swapped(
        hx(client, job_path(small, small.decide, "name"), {"name": "Agree", "version": 1}, on=on)
    )


def test_it_draws_columns_while_a_filter_narrows_the_board(scoped: Cast, small: Small) -> None:
    path = activity_path(small, small.prove, "name")
    answer = hx(scoped.client("leader"), path, {"name": "Show the value", "version": 1}, on=f"{board(small)}?q=prove")
    assert f"stage-{small.buy.pk}" in swapped(answer)
    assert b'data-name="Show the value"' not in answer.content  # it no longer passes the filter


def test_it_keeps_the_form_open_for_the_next_one(scoped: Cast, small: Small) -> None:
    path = f"{board(small)}activities/new?job={small.decide.pk}"
    answer = hx(scoped.client("leader"), path, {"name": "Gather everyone"}, on=board(small))
    assert f'id="add-activity-{small.decide.pk}-name"' in answer.content.decode()
    event = json.loads(answer["HX-Trigger-After-Settle"])["board:changed"]
    assert event["focus"] == f"add-activity-{small.decide.pk}-name"


def test_a_refused_name_is_said_at_the_form(scoped: Cast, small: Small) -> None:
    path = f"{board(small)}activities/new?job={small.decide.pk}"
    answer = hx(scoped.client("leader"), path, {"name": "prove the VALUE"}, on=board(small))
    assert answer.status_code == 422
    assert "already has an activity called" in text(answer)
    assert 'role="alert"' in answer.content.decode()


def test_it_answers_a_stale_edit_with_both_versions(scoped: Cast, small: Small) -> None:
    services.buying_job_update(
        actor=scoped.actor("facilitator"), job=small.see, version=1, name="Their name", description="Their words"
    )
    before = picture(small.journey)
    path = job_path(small, small.see, "edit")
    mine = {"name": "My name", "description": "My words", "version": 1}
    answer = hx(scoped.client("leader"), path, mine, on=board(small))
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#board-dialog"
    for words in ("Their name", "My name", "Their words", "My words", "Facilitator", "Keep theirs", "Save mine anyway"):
        assert words in text(answer)
    assert picture(small.journey) == before


def test_mine_can_be_saved_anyway_or_combined(scoped: Cast, small: Small) -> None:
    services.buying_job_update(actor=scoped.actor("facilitator"), job=small.see, version=1, name="Their name")
    client, path = scoped.client("leader"), job_path(small, small.see, "edit")
    page = client.post(path, {"name": "My name", "version": 1})
    assert page.status_code == 409
    assert 'name="version" value="2"' in page.content.decode()
    combined = client.post(path, {"name": "My name", "version": 2, "combine": 1, "theirs-line": "Name: Their name"})
    assert combined.status_code == 200
    assert "Theirs, saved already: Name: Their name" in text(combined)
    assert 'value="My name"' in combined.content.decode()
    assert client.post(path, {"name": "My name", "version": 2}).status_code == 302
    small.see.refresh_from_db()
    assert small.see.name == "My name"


def test_something_gone_meanwhile_is_said(scoped: Cast, small: Small) -> None:
    client = scoped.client("leader")
    services.activity_delete(actor=scoped.actor("facilitator"), activity=small.prove, version=1)
    assert client.post(activity_path(small, small.prove, "name"), {"name": "x", "version": 1}).status_code == 404


def test_it_edits_everything_about_a_job(scoped: Cast, small: Small) -> None:
    data = {
        "name": "Decide",
        "description": "All of us",
        "channels": ["digital"],
        "buyer_roles": ["economic"],
        "segment": "Large",
        "loops": [small.see.pk],
        "version": 1,
    }
    answer = scoped.client("leader").post(job_path(small, small.decide, "edit"), data)
    small.decide.refresh_from_db()
    assert answer.status_code == 302
    assert (small.decide.name, small.decide.channels, small.decide.segment) == ("Decide", ["digital"], "Large")
    assert list(JobLoop.objects.values_list("from_job", "to_job")) == [(small.decide.pk, small.see.pk)]


def test_one_undo_takes_back_the_words_and_the_loops_of_one_form(scoped: Cast, small: Small) -> None:
    before, client = picture(small.journey), scoped.client("leader")
    data = {"name": "Decide", "description": "All of us", "loops": [small.see.pk], "version": 1}
    client.post(job_path(small, small.decide, "edit"), data)
    assert picture(small.journey) != before
    client.post(f"{board(small)}undo")
    assert picture(small.journey) == before


def need_rows(*rows: tuple[str, int, str]) -> dict[str, object]:
    data: dict[str, object] = {"need-TOTAL_FORMS": len(rows), "need-INITIAL_FORMS": 0}
    for number, (skill, level, share) in enumerate(rows):
        data |= {f"need-{number}-skill": skill, f"need-{number}-level": level, f"need-{number}-share": share}
    return data


def test_it_sets_skills_by_name(scoped: Cast, small: Small) -> None:
    data = need_rows(("writing", 4, "30"), ("Data analysis", 2, "70")) | {"version": 1, "need-1-mandatory": "on"}
    assert scoped.client("leader").post(activity_path(small, small.prove, "skills"), data).status_code == 302
    rows = ActivitySkill.objects.filter(activity=small.prove).order_by("-share")
    assert [(row.skill.name, row.level, row.share, row.mandatory) for row in rows] == [
        ("Data analysis", 2, 700, True),
        ("Writing", 4, 300, False),
    ]


def test_it_adds_an_unknown_skill_only_when_told_to(scoped: Cast, small: Small) -> None:
    client, path = scoped.client("leader"), activity_path(small, small.prove, "skills")
    data = need_rows(("Juggling", 3, "")) | {"version": 1}
    refused = client.post(path, data)
    assert refused.status_code == 422
    assert "There is no skill called “Juggling”" in text(refused)
    assert not Skill.objects.filter(name="Juggling").exists()
    assert client.post(path, data | {"new_skills": 1}).status_code == 302
    assert Skill.objects.filter(name="Juggling").exists()


def test_shares_that_do_not_add_up_are_refused_and_no_skill_is_left_behind(scoped: Cast, small: Small) -> None:
    data = need_rows(("Juggling", 3, "50"), ("Writing", 3, "20")) | {"version": 1, "new_skills": 1}
    answer = scoped.client("leader").post(activity_path(small, small.prove, "skills"), data)
    assert answer.status_code == 422
    assert "add up to 70 %" in text(answer)
    assert not Skill.objects.filter(name="Juggling").exists()


def test_it_sets_who_does_it_and_how_much_there_is(scoped: Cast, small: Small) -> None:
    client = scoped.client("leader")
    effort = {f"fte-{small.marketing.pk}": "1.25", f"does-{small.sales.pk}": "on", "version": 1}
    assert client.post(activity_path(small, small.prove, "effort"), effort).status_code == 302
    found = dict(FunctionEffort.objects.filter(activity=small.prove).values_list("function", "mfte"))
    assert found == {small.marketing.pk: 1250, small.sales.pk: None}
    demand = {
        "demand-TOTAL_FORMS": 1,
        "demand-INITIAL_FORMS": 0,
        "demand-0-market": small.canada.pk,
        "demand-0-volume": "800",
        "demand-0-hours": "2.5",
        "version": 2,
    }
    assert client.post(activity_path(small, small.prove, "demand"), demand).status_code == 302
    row = ActivityDemand.objects.get(activity=small.prove)
    assert (row.market, float(row.volume), float(row.hours)) == (small.canada, 800, 2.5)
    assert "It needs 1.25 FTE a year" in text(client.get(activity_path(small, small.prove)))


def test_a_wrong_figure_is_said_at_its_field(scoped: Cast, small: Small) -> None:
    data = {f"fte-{small.marketing.pk}": "-1", "version": 1}
    answer = scoped.client("leader").post(activity_path(small, small.prove, "effort"), data)
    assert answer.status_code == 422
    assert f'id="id_fte-{small.marketing.pk}_error"' in answer.content.decode()


def test_it_undoes_and_redoes_without_a_script(scoped: Cast, small: Small) -> None:
    client = scoped.client("leader")
    before = picture(small.journey)
    client.post(job_path(small, small.compare, "delete"), {"version": 1})
    assert not BuyingJob.objects.filter(pk=small.compare.pk).exists()
    client.post(f"{board(small)}undo")
    assert picture(small.journey) == before
    client.post(f"{board(small)}redo")
    assert not BuyingJob.objects.filter(pk=small.compare.pk).exists()


def test_nothing_to_undo_is_said(scoped: Cast, small: Small) -> None:
    answer = hx(scoped.client("leader"), f"{board(small)}undo", {}, on=board(small))
    assert answer.status_code == 422
    assert "nothing of yours to undo" in json.loads(answer["HX-Trigger"])["board:refused"]["message"]


@pytest.mark.parametrize("role", ["pod_leader", "member"])
def test_readers_cannot_edit(scoped: Cast, small: Small, role: str) -> None:
    before = picture(small.journey)
    client = scoped.client(role)
    for path in (
        job_path(small, small.see, "name"),
        job_path(small, small.see, "move"),
        activity_path(small, small.show, "skills"),
        activity_path(small, small.show, "delete"),
        f"{board(small)}stages/new",
        f"{board(small)}undo",
    ):
        assert client.post(path, {"name": "x", "version": 1}).status_code == 403
    assert picture(small.journey) == before


def test_a_place_of_another_organization_is_not_found(scoped: Cast, small: Small) -> None:
    answer = scoped.client("leader").post(
        activity_path(small, small.show, "move"), {"place": 10**9, "version": 1, "from": small.see.pk}
    )
    assert answer.status_code == 404


def test_it_lists_changes_and_takes_back_ones_own(scoped: Cast, small: Small) -> None:
    services.buying_job_update(actor=scoped.actor("facilitator"), job=small.see, version=1, name="Theirs")
    client = scoped.client("leader")
    client.post(job_path(small, small.decide, "name"), {"name": "Agree", "version": 1})
    everybody, mine = (text(client.get(f"{board(small)}changes{query}")) for query in ("", "?who=me"))
    assert "Changed the job “See the problem”" in everybody
    assert "Changed the job “See the problem”" not in mine
    assert "Undo my last: Changed the job “Decide together”" in everybody
    assert client.post(f"{board(small)}undo", {"back": "changes"}).url.endswith("/changes")
    small.decide.refresh_from_db()
    assert small.decide.name == "Decide together"


def test_an_activity_that_loses_its_last_job_appears_in_the_tray(scoped: Cast, small: Small) -> None:
    answer = hx(scoped.client("leader"), job_path(small, small.compare, "delete"), {"version": 1}, on=board(small))
    assert {f"stage-{small.buy.pk}", "tray"} <= swapped(answer)
    assert f'id="activity-{small.prove.pk}-in-tray"' in answer.content.decode()


def test_a_page_of_its_own_is_left_when_its_thing_is_deleted(scoped: Cast, small: Small) -> None:
    path = activity_path(small, small.prove, "delete")
    answer = hx(scoped.client("leader"), path, {"version": 1}, on=activity_path(small, small.prove))
    assert (answer.status_code, answer["HX-Redirect"]) == (204, board(small))
