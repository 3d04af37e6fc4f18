"""The six districts with their regions, and the roles as groups. Can run twice."""

from django.db import migrations

DISTRICTS = (
    ("corozal", "Corozal", "north"),
    ("orange-walk", "Orange Walk", "north"),
    ("belize", "Belize", "central"),
    ("cayo", "Cayo", "west"),
    ("stann-creek", "Stann Creek", "south"),
    ("toledo", "Toledo", "south"),
)
ROLES = (
    "Learners",
    "Training officers",
    "Authors",
    "Legal reviewers",
    "Analysts",
    "Administrators",
)


def load(apps, schema_editor):
    using = schema_editor.connection.alias
    district = apps.get_model("accounts", "District").objects.using(using)
    for code, name, region in DISTRICTS:
        district.update_or_create(code=code, defaults={"name": name, "region": region})
    group = apps.get_model("auth", "Group").objects.using(using)
    for name in ROLES:
        group.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # People may stand in a district or hold a role by then, so going back leaves the rows.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
