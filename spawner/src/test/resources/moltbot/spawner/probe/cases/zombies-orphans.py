# tries: leaves orphan after orphan to whoever is the first process
# contained: they are cleared away, so that it can go on and nothing is left
# class: zombies
# bomb: yes
# seen: no, it shows that a sandbox stays usable, not that anything gets out
for i in range(150):
    child = os.fork()
    if child == 0:
        if os.fork() == 0:
            os._exit(0)
        os._exit(0)
    os.waitpid(child, 0)
