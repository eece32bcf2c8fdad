# tries: takes page faults into its own hands, which makes races winnable
# contained: the kernel does not let it
# class: kernel
# seen: host?
if call('userfaultfd', 1 | os.O_CLOEXEC) >= 0 or call('userfaultfd', os.O_CLOEXEC) >= 0:
    reached('userfaultfd')
