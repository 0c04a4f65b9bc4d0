"""What the peers' tasks leave behind: a byte for each run, eight for each start that is timed."""
import os
import struct
import time

FOLDER = os.environ["QUEUE_FOLDER"]
_files = {}


def _append(name: str, content: bytes) -> None:
    if name not in _files:
        _files[name] = os.open(os.path.join(FOLDER, name), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.write(_files[name], content)


def ran() -> bool:
    _append("ran", b".")
    return True


def began(asked: float) -> None:
    _append("began", struct.pack("d", time.time() - asked))


def runs() -> int:
    path = os.path.join(FOLDER, "ran")
    return os.path.getsize(path) if os.path.exists(path) else 0


def delays() -> list[float]:
    """In seconds, in ascending order."""
    path = os.path.join(FOLDER, "began")
    if not os.path.exists(path):
        return []
    with open(path, "rb") as file:
        content = file.read()
    return sorted(value for (value,) in struct.iter_unpack("d", content[: len(content) // 8 * 8]))
