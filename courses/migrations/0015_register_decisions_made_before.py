from django.db import migrations

SOURCES = "Decided before the register was kept."


def register(apps, schema_editor):
    """Decisions that stand on a point become the first entries of its register."""
    point_model = apps.get_model("courses", "PracticePoint")
    decision_model = apps.get_model("courses", "PracticeDecision")
    decided = point_model.objects.exclude(decision="").exclude(decided_by="")
    for point in decided.exclude(decided_on=None).filter(decisions=None).iterator():
        decision_model.objects.create(
            point=point,
            asked=point.point,
            views=point.views,
            decision=point.decision,
            sources=SOURCES,
            decided_by=point.decided_by,
            decided_on=point.decided_on,
        )


class Migration(migrations.Migration):
    dependencies = [("courses", "0014_decisions_and_removals")]
    operations = [migrations.RunPython(register, migrations.RunPython.noop)]
