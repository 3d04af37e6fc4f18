from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from lms.accounts.permissions import sync_after_migrate
        from lms.accounts.sealing import install_seals, lift_to_migrate

        pre_migrate.connect(lift_to_migrate, dispatch_uid="lift_to_migrate")
        post_migrate.connect(install_seals, dispatch_uid="install_seals")
        post_migrate.connect(sync_after_migrate, dispatch_uid="sync_role_permissions")
