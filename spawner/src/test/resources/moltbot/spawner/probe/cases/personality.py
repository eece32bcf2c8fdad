# tries: becomes another kind of process, with memory that can be run and lies at known places
# contained: the kernel does not let it
# class: personality
# seen: host
if call('personality', 0x0440000) >= 0 and call('personality', 0xffffffff) & 0x0440000:
    reached('another personality')
