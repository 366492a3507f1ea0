"""What an operator can set, from the environment. No secret has a default."""

from typing import Final

from pydantic_settings import BaseSettings, SettingsConfigDict

FIRST_PORT: Final = 8800


class Settings(BaseSettings):
    """`VELOCITY_HOST`, `VELOCITY_PORT` (0: the first free one from 8800 up), `VELOCITY_DEVELOPMENT`."""

    model_config = SettingsConfigDict(env_prefix="VELOCITY_", extra="ignore")

    host: str = "127.0.0.1"
    port: int = 0
    development: bool = False
