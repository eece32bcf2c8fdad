# tries: finds the shared memory, queue and semaphore that an earlier task made
# contained: there are none
# class: leftovers
# seen: no, without a sandbox they would stay
key = int(env('NUMBER')) ^ 0x5a5a
for name, arguments in (('shmget', (key, 4096, 0)), ('msgget', (key, 0)), ('semget', (key, 1, 0))):
    if call(name, *arguments) >= 0:
        reached(name)
