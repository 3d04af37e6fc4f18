"""Addresses of this package."""

from django.urls import URLPattern, URLResolver, path

from courses.player.views import assessment, attempt, catalogue, extra, lesson

MODULE = "courses/<slug:course>/<slug:module>/"
LESSON = f"{MODULE}<slug:lesson>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("courses/", catalogue.catalogue, name="catalogue"),
    path("courses/<slug:course>/", catalogue.course, name="course"),
    path("courses/<slug:course>/join/", catalogue.join, name="course-join"),
    path(MODULE, catalogue.module, name="module"),
    path(f"{MODULE}assessment/", assessment.assessment, name="assessment"),
    path(LESSON, lesson.lesson, name="lesson"),
    path(f"{LESSON}progress/", lesson.lesson_progress, name="lesson-progress"),
    path(f"{LESSON}done/", lesson.lesson_done, name="lesson-done"),
    path("attempts/extra/", extra.extra_attempts, name="extra-attempts"),
    path("attempts/<uuid:attempt>/", attempt.attempt, name="attempt"),
    path("attempts/<uuid:attempt>/answers/", attempt.answers, name="attempt-answer"),
    path("attempts/<uuid:attempt>/hand-in/", attempt.hand_in, name="attempt-hand-in"),
    path("attempts/<uuid:attempt>/result/", attempt.result, name="attempt-result"),
]
