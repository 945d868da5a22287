"""The database a process works with: the embedded one, or the one the environment names."""

from types import TracebackType
from typing import Self

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from portal import seeds
from portal.config import Settings, SettingsError
from portal.kernel import provision
from portal.kernel.db import Database, Reach
from portal.kernel.embedded import EmbeddedDatabase
from portal.kernel.vault import Vault, keep_in
from portal.organisations.actions import founding

DATABASE = "portal"


class Server:
    """Context manager: holds the embedded server while in use, knows the two URLs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._embedded: EmbeddedDatabase | None = None
        self._admin_url = settings.database_url

    def __enter__(self) -> Self:
        keep_in(self.settings.files_url, self.settings.vault_keys)
        if self._admin_url is None and self.settings.app_database_url is None:
            self._embedded = EmbeddedDatabase(self.settings.data / "postgresql")
            self._admin_url = provision.create_database(self._embedded.admin_url, DATABASE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._embedded:
            self._embedded.close()

    def revive(self) -> bool:
        """Start the embedded server again if it was killed; False: not yet."""
        return self._embedded.revive() if self._embedded else True

    @property
    def admin_url(self) -> str:
        """The administrator's URL; a web process in production has none."""
        if self._admin_url is None:
            raise SettingsError("PORTAL_DATABASE_URL: this command needs the administrator's URL.")
        return self._admin_url

    @property
    def app_url(self) -> str:
        """The URL of `portal_app`, the role the portal runs as."""
        if self.settings.app_database_url:
            return provision.driver_url(self.settings.app_database_url)
        return provision.app_url(self.admin_url, self.settings.secret)

    def database(self, *, pool_size: int = 5) -> Database:
        return Database(self.app_url, pool_size=pool_size)

    def vault(self) -> Vault:
        """The stored files. Make it in the process that uses it."""
        return Vault(self.settings.files_url, self.settings.vault_keys)

    def upgrade(self) -> None:
        """Bring the schema and the shipped nomenclatures up to date. Repeatable."""
        provision.upgrade(self.admin_url, self.settings.secret)
        database = self.database(pool_size=1)
        with database.session(Reach(organisation_kind="operator")) as session:
            seeds.plant(session)
            session.commit()
        database.close()

    def invite_operator(self, address: str) -> None:
        """Send the link by which somebody joins the host association; the first of all, too."""
        engine = create_engine(self.admin_url, hide_parameters=True)
        with Session(engine, expire_on_commit=False) as session:
            host = founding.found_host(session)
            session.commit()
        engine.dispose()
        database = self.database(pool_size=1)
        reach = Reach(organisation_id=host.id, organisation_kind=host.kind)
        with database.session(reach) as session:
            founding.invite_operator(session, host, address)
            session.commit()
        database.close()

    def reset(self) -> None:
        """Drop the database and the stored files, wherever they are, then start empty."""
        name = make_url(self.admin_url).database or DATABASE
        maintenance = make_url(self.admin_url).set(database="postgres")
        root = maintenance.render_as_string(hide_password=False)
        provision.drop_database(root, name)
        self._admin_url = provision.create_database(root, name)
        self.upgrade()
        vault = self.vault()
        for object_id in list(vault.list_ids()):
            vault.delete(object_id)
