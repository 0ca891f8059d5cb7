"""API addresses of this app, below /api/v1/organizations/<slug>/."""

from django.urls import URLPattern, path, register_converter

from journeys.api import activities, analysis, imports, journeys, skills, stages


class FileFormat:
    """csv or xlsx."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileFormat, "journey_file")

JOURNEY, STAGE, JOB = "journeys/<int:journey_pk>", "stages/<int:stage_pk>", "buying-jobs/<int:buying_job_pk>"
ACTIVITY, SKILL = "activities/<int:activity_pk>", "skills/<int:skill_pk>"
IMPORT = "journey-imports/<int:journey_import_pk>"

urlpatterns: list[URLPattern] = [
    path("journeys", journeys.Journeys.as_view(), name="journey-list"),
    path(JOURNEY, journeys.JourneyDetail.as_view(), name="journey"),
    path(f"{JOURNEY}/copy", journeys.JourneyCopy.as_view(), name="journey-copy"),
    path(f"{JOURNEY}/archive", journeys.JourneyArchive.as_view(), name="journey-archive"),
    path(f"{JOURNEY}/restore", journeys.JourneyRestore.as_view(), name="journey-restore"),
    path(f"{JOURNEY}/board", journeys.JourneyBoard.as_view(), name="journey-board"),
    path(f"{JOURNEY}/undo", journeys.JourneyUndo.as_view(), name="journey-undo"),
    path(f"{JOURNEY}/redo", journeys.JourneyRedo.as_view(), name="journey-redo"),
    path(f"{JOURNEY}/changes", journeys.JourneyChanges.as_view(), name="journey-changes"),
    path(f"{JOURNEY}/flags", analysis.JourneyFlagList.as_view(), name="journey-flags"),
    path(f"{JOURNEY}/redundancy", analysis.JourneyRedundancy.as_view(), name="journey-redundancy"),
    path(f"{JOURNEY}/coverage", analysis.JourneyCoverage.as_view(), name="journey-coverage"),
    path(f"{JOURNEY}/export.<journey_file:file_format>", analysis.JourneyExport.as_view(), name="journey-export"),
    path(
        f"{JOURNEY}/redundancy.<journey_file:file_format>",
        analysis.RedundancyExport.as_view(),
        name="journey-redundancy-export",
    ),
    path(f"{JOURNEY}/stages", stages.Stages.as_view(), name="stage-list"),
    path(STAGE, stages.StageDetail.as_view(), name="stage"),
    path(f"{STAGE}/move", stages.StageMoving.as_view(), name="stage-move"),
    path(f"{JOURNEY}/buying-jobs", stages.BuyingJobs.as_view(), name="buying-job-list"),
    path(JOB, stages.BuyingJobDetail.as_view(), name="buying-job"),
    path(f"{JOB}/move", stages.BuyingJobMoving.as_view(), name="buying-job-move"),
    path(f"{JOB}/loops", stages.BuyingJobLoops.as_view(), name="buying-job-loops"),
    path(f"{JOURNEY}/activities", activities.Activities.as_view(), name="activity-list"),
    path(ACTIVITY, activities.ActivityDetail.as_view(), name="activity"),
    path(f"{ACTIVITY}/move", activities.ActivityMoving.as_view(), name="activity-move"),
    path(f"{ACTIVITY}/jobs", activities.ActivityJobs.as_view(), name="activity-jobs"),
    path(f"{ACTIVITY}/skills", activities.ActivitySkills.as_view(), name="activity-skills"),
    path(f"{ACTIVITY}/demand", activities.ActivityDemandRows.as_view(), name="activity-demand"),
    path(f"{ACTIVITY}/effort", activities.ActivityEffort.as_view(), name="activity-effort"),
    path("skills", skills.Skills.as_view(), name="skill-list"),
    path(SKILL, skills.SkillDetail.as_view(), name="skill"),
    path(f"{SKILL}/archive", skills.SkillArchive.as_view(), name="skill-archive"),
    path(f"{SKILL}/aliases", skills.SkillAliases.as_view(), name="skill-aliases"),
    path(f"{SKILL}/aliases/<int:alias_pk>", skills.SkillAliasDetail.as_view(), name="skill-alias"),
    path("functions", skills.Functions.as_view(), name="function-list"),
    path("functions/<int:function_pk>", skills.FunctionDetail.as_view(), name="function"),
    path("journey-imports", imports.JourneyImports.as_view(), name="journey-import-list"),
    path(IMPORT, imports.JourneyImportDetail.as_view(), name="journey-import"),
    path(f"{IMPORT}/confirm", imports.JourneyImportConfirm.as_view(), name="journey-import-confirm"),
    path(f"{IMPORT}/problems", imports.JourneyImportProblems.as_view(), name="journey-import-problems"),
]
