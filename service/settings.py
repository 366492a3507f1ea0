"""What an operator can set, from the environment. No secret has a default, and none is set here."""

from ipaddress import ip_address
from typing import Annotated, Final

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph_schema.errors import SetupFailed

ANY_HOST: Final = "*"


class Settings(BaseSettings):
    """`VELOCITY_HOST`, `VELOCITY_PORT` and so on; the database has variables of its own, `NEO4J_…`."""

    model_config = SettingsConfigDict(env_prefix="VELOCITY_", extra="ignore")

    host: str = "127.0.0.1"
    """Where to listen. Only this machine reaches the service unless somebody decides otherwise."""
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    """0: the port of last time, else the first free one from 8800 up."""
    allowed_hosts: str = ""
    """Names under which browsers may reach the service, separated by commas."""
    development: bool | None = None
    """Explorer page and round-trip header. Unset: on if only this machine can reach the service."""

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def is_development(self) -> bool:
        """Whether the aids of development are on."""
        return self.is_loopback if self.development is None else self.development

    @property
    def hosts(self) -> tuple[str, ...]:
        """What a request may call us. Stops pages of strangers that point their own name at this machine."""
        named = tuple(name.strip() for name in self.allowed_hosts.split(",") if name.strip())
        if not (self.is_loopback or named):
            return (ANY_HOST,)
        return ("127.0.0.1", "localhost", "::1", "[::1]", self.host, *named)


def read_settings() -> Settings:
    """The settings of the environment.

    Raises:
        SetupFailed: a variable holds what it cannot; the message names all such.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = [f"VELOCITY_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors()]
        raise SetupFailed("; ".join(faults), hint="change or unset it", code="bad_setting") from error
