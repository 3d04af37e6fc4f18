"""Addresses of this package."""

from django.urls import URLPattern, URLResolver, path

from courses.player.views import (
    assessment,
    attempt,
    catalogue,
    choices,
    classroom,
    device,
    extra,
    glossary,
    lesson,
    log,
    marks,
    panel,
    paper,
    practice,
    record,
    search,
    time,
)
from courses.player.views.sittings import papers, plan, room, start

MODULE = "courses/<slug:course>/<slug:module>/"
LESSON = f"{MODULE}<slug:lesson>/"
PRACTICE = f"{LESSON}practice/<slug:block>/"

SITTING = "sittings/<uuid:sitting>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", search.search, name="search"),
    path("courses/", catalogue.catalogue, name="catalogue"),
    path("courses/glossary/", glossary.glossary, name="glossary"),
    path("courses/<slug:course>/", catalogue.course, name="course"),
    path("courses/<slug:course>/join/", catalogue.join, name="course-join"),
    path("courses/<slug:course>/device/", device.device, name="device"),
    path("courses/<slug:course>/device/list.json", device.device_list, name="device-list"),
    path("courses/<slug:course>/paper/", paper.paper, name="paper"),
    path("courses/<slug:course>/paper/<slug:form>/", paper.paper_file, name="paper-file"),
    path(
        "courses/<slug:course>/paper/<slug:module>/<slug:form>/",
        paper.paper_file,
        name="paper-card",
    ),
    path("courses/<slug:course>/marks/", marks.marks, name="marks"),
    path(MODULE, catalogue.module, name="module"),
    path(f"{MODULE}assessment/", assessment.assessment, name="assessment"),
    path(LESSON, lesson.lesson, name="lesson"),
    path(f"{LESSON}progress/", lesson.lesson_progress, name="lesson-progress"),
    path(f"{LESSON}marks/", marks.lesson_marks, name="lesson-marks"),
    path(f"{LESSON}class/", classroom.class_begin, name="class-begin"),
    path(f"{LESSON}kept/", device.kept_lesson, name="kept-lesson"),
    path(f"{LESSON}text/", device.text_lesson, name="text-lesson"),
    path(f"{LESSON}done/", lesson.lesson_done, name="lesson-done"),
    path("practice/scenarios/", choices.scenario_list, name="scenario-list"),
    path("practice/scenarios/<str:key>/", choices.scenario_choices, name="scenario-choices"),
    path(PRACTICE, practice.practice, name="practice"),
    path(f"{PRACTICE}<uuid:run>/", practice.practice_run, name="practice-run"),
    path(f"{PRACTICE}<uuid:run>/log.pdf", log.practice_log, name="practice-log"),
    path("attempts/time/", time.time_arrangements, name="time-arrangements"),
    path("panels/<uuid:panel>/<int:panellist>/", panel.panel_rate, name="panel-rate"),
    path("sittings/", plan.sittings, name="sittings"),
    path("sittings/new/", plan.sitting_new, name="sitting-new"),
    path(SITTING, plan.sitting, name="sitting"),
    path(f"{SITTING}room/", room.room, name="sitting-room"),
    path(f"{SITTING}room/<uuid:invitation>/", room.seat, name="sitting-seat"),
    path(f"{SITTING}start/", start.start, name="sitting-start"),
    path(f"{SITTING}papers/", papers.papers, name="sitting-papers"),
    path(f"{SITTING}papers/from-<int:first>.pdf", papers.papers_file, name="sitting-papers-file"),
    path(f"{SITTING}papers/<int:number>/", papers.paper, name="sitting-paper"),
    path("class/", classroom.class_join, name="class-join"),
    path("class/<uuid:session>/", classroom.class_phone, name="class-phone"),
    path("class/<uuid:session>/state/", classroom.class_state, name="class-state"),
    path("class/<uuid:session>/screen/", classroom.class_screen, name="class-screen"),
    path("class/<uuid:session>/present/", classroom.class_present, name="class-present"),
    path("attempts/extra/", extra.extra_attempts, name="extra-attempts"),
    path("attempts/records/", record.records, name="attempt-records"),
    path("attempts/<uuid:attempt>/", attempt.attempt, name="attempt"),
    path("attempts/<uuid:attempt>/answers/", attempt.answers, name="attempt-answer"),
    path("attempts/<uuid:attempt>/hand-in/", attempt.hand_in, name="attempt-hand-in"),
    path("attempts/<uuid:attempt>/result/", attempt.result, name="attempt-result"),
    path("attempts/<uuid:attempt>/record.pdf", record.own_record, name="attempt-record"),
    path("attempts/<uuid:attempt>/log/<str:item>.pdf", log.attempt_log, name="attempt-log"),
]
