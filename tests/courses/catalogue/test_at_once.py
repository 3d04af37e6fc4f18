"""Publishing from twenty places at once makes one version."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from courses.catalogue.services import publish_version
from courses.models import CourseVersion
from tests.factories.courses import QuestionFactory, course_page, lesson_page, module_page


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_version() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs TEST_DATABASE_URL to name a PostgreSQL")
    course = course_page()
    lesson_page(module_page(course, QuestionFactory.create_batch(3)))
    CourseVersion.objects.filter(course=course).count()

    def publish(_number: int) -> str:
        try:
            return str(publish_version(course, by=None).pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        made = set(pool.map(publish, range(20)))
    assert len(made) == 1
    assert CourseVersion.objects.get().number == 1
