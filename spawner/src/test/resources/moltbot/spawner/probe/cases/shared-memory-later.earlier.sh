exec python3 -c '
import ctypes, os
libc = ctypes.CDLL(None)
key = int(os.environ["PROBE_NUMBER"]) ^ 0x5a5a
libc.shmget(key, 4096, 0o1666)
libc.msgget(key, 0o1666)
libc.semget(key, 1, 0o1666)
' "$0"
