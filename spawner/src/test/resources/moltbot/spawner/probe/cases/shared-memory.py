# tries: reads the planted segment of shared memory (System V), by its key and by all numbers
# contained: there is none
# class: shared-memory
# seen: host
libc.shmat.restype = ctypes.c_void_p
for number in [call('shmget', int(env('NUMBER')), 4096, 0)] + list(range(0, 64)):
    at = libc.shmat(number, None, 0o10000) if number >= 0 else None
    if at and at != ctypes.c_void_p(-1).value:
        reached('a segment', number)
        print(ctypes.string_at(at, 64))
if len(text('/proc/sysvipc/shm').splitlines()) > 1:
    reached('the list of segments')
