"""Asking an organisation's plugins in their order, and refusing an answer that makes no sense by the plugin's name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import pluggy

from waarborg_shared.hooks.errors import STOPPED_FROM_OUTSIDE, PluginError
from waarborg_shared.hooks.sound import check_sound
from waarborg_shared.hooks.values import BadValue, check_unique

T = TypeVar("T")
LAW = "law"
"""The name by which the core's own plugin is registered."""


class Asker:
    """Asks *Ask* hooks: the first plugin that has an opinion answers, the law's defaults answer last."""

    def __init__(self, organisation_id: str, manager: pluggy.PluginManager) -> None:
        self._organisation_id = organisation_id
        self._manager = manager
        self._answered: dict[str, str] = {}

    def one(self, hook: str, kind: type[T], /, **arguments: object) -> T:
        """Return the first answer to ``hook``, checked to be a sound ``kind``.

        Raises:
            PluginError: a plugin raised, or answered something else.
        """
        answer = self._first(hook, arguments)
        with self.judging(hook):
            check_sound(answer, kind, of=hook)
        return answer  # type: ignore[return-value]

    def many(self, hook: str, kind: type[T], /, **arguments: object) -> tuple[T, ...]:
        """Return the first answer to ``hook``, checked to be a sequence of sound ``kind`` with no code twice.

        Raises:
            PluginError: a plugin raised, or answered something else.
        """
        answer = self.versions(hook, kind, **arguments)
        with self.judging(hook):
            check_unique([item.code for item in answer if hasattr(item, "code")], of=hook)
        return answer

    def versions(self, hook: str, kind: type[T], /, **arguments: object) -> tuple[T, ...]:
        """Return the first answer to ``hook``, checked to be a sequence of sound ``kind``; a code may have versions.

        Raises:
            PluginError: a plugin raised, or answered something else.
        """
        return self._several(hook, kind, self._first(hook, arguments))

    def one_or_versions(self, hook: str, kind: type[T], /, **arguments: object) -> tuple[T, ...]:
        """Return the first answer to ``hook``: a sound ``kind`` by itself, or a sequence of its versions.

        Raises:
            PluginError: a plugin raised, or answered something else.
        """
        answer = self._first(hook, arguments)
        if isinstance(answer, tuple | list):
            return self._several(hook, kind, answer)
        with self.judging(hook):
            check_sound(answer, kind, of=hook)
        return (answer,)  # type: ignore[return-value]

    def _several(self, hook: str, kind: type[T], answer: object) -> tuple[T, ...]:
        with self.judging(hook):
            if not isinstance(answer, tuple | list):
                raise BadValue(f"{hook}: {type(answer).__name__} where a tuple of {kind.__name__} belongs")
            check_sound(tuple(answer), tuple[kind, ...], of=hook)  # type: ignore[valid-type]
        return tuple(answer)

    def answered_by_the_law(self, hook: str) -> bool:
        """Whether no plugin had an opinion when ``hook`` was last asked."""
        return self._answered.get(hook) == LAW

    @contextmanager
    def judging(self, hook: str) -> Iterator[None]:
        """Turn whatever is found wrong with the answer to ``hook`` into an error that names who gave it."""
        try:
            yield
        except (PluginError, *STOPPED_FROM_OUTSIDE):
            raise
        except BaseException as error:
            plugin = self._answered.get(hook, "?")
            raise PluginError(f"{self._organisation_id}: plugin {plugin!r}: hook {hook!r}: {error}") from error

    def _first(self, hook: str, arguments: dict[str, object]) -> object:
        for impl in reversed(getattr(self._manager.hook, hook).get_hookimpls()):
            self._answered[hook] = impl.plugin_name
            try:
                answer = impl.function(*(arguments[name] for name in impl.argnames))
            except STOPPED_FROM_OUTSIDE:
                raise
            except BaseException as error:
                name = type(error).__name__
                raise PluginError(
                    f"{self._organisation_id}: plugin {impl.plugin_name!r}: hook {hook!r} raised {name}: {error}"
                ) from error
            if answer is not None:
                return answer
        raise PluginError(f"{self._organisation_id}: nobody answers hook {hook!r}")
