# tries: changes this machine's name
# contained: the kernel does not let it
# class: host-name
# seen: weak
if call('sethostname', b'probe', 5) == 0 or call('setdomainname', b'probe', 5) == 0:
    reached('the name of this machine')
