"""The key of the seeds: one for a course, made whole, whoever begins at the same time."""

from concurrent.futures import ThreadPoolExecutor

from grader.classroom.seeds import KEY, seed


def test_two_who_begin_at_once_have_one_key(tmp_path):
    for number in range(20):
        course = tmp_path / str(number)
        course.mkdir()
        with ThreadPoolExecutor(8) as graders:
            found = set(graders.map(lambda _, course=course: seed(course, "lesson", "anna", "work"), range(16)))
        assert len(found) == 1
        assert [path.name for path in course.iterdir()] == [KEY]
        assert len((course / KEY).read_bytes()) == 32


def test_another_student_lesson_submission_or_course_is_asked_other_things(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    asked = [(tmp_path, "l", "a", "x"), (tmp_path, "l", "b", "x"), (tmp_path, "k", "a", "x"), (tmp_path, "l", "a", "y")]
    seeds = [seed(*each) for each in [*asked, (other, "l", "a", "x")]]
    assert len(set(seeds)) == 5
    assert seeds[0] == seed(*asked[0])
