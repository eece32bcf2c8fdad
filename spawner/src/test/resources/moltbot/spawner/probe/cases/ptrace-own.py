# tries: traces a child of its own, which is harmless itself and a way into the kernel
# contained: the kernel does not let it
# class: ptrace
# seen: weak
child = os.fork()
if child == 0:
    os._exit(0 if call('ptrace', 0, 0, 0, 0) == 0 else 1)
if os.waitpid(child, 0)[1] == 0:
    reached('ptrace')
