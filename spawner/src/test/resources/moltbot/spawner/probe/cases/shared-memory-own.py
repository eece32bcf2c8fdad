# tries: makes shared memory and queues that would outlive it
# contained: the kernel does not let it, or what it makes is gone with it
# class: shared-memory
# seen: no, without a sandbox they would stay
key = int(env('NUMBER')) ^ 0x5a5a
for found, make in (('shmget', (key, 4096, 0o1666)), ('msgget', (key, 0o1666)), ('semget', (key, 1, 0o1666))):
    call(found, *make)
