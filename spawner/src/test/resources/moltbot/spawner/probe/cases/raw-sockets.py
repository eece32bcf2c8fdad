# tries: opens sockets that see or make whole packets, talk to the kernel, the hypervisor or the neighbours' radios
# contained: none can be opened
# class: network
# seen: root
for name, family, kind, protocol in (('packet', 17, 3, 0x300), ('raw', 2, 3, 1), ('raw IPv6', 6, 3, 58), ('hypervisor', 40, 1, 0),
        ('crypto', 38, 5, 0), ('bluetooth', 31, 3, 1), ('can', 29, 3, 1), ('key', 15, 3, 2), ('tipc', 30, 1, 0), ('xdp', 44, 3, 0)):
    try:
        socket.socket(family, kind, protocol).close()
        reached('a socket:', name)
    except OSError:
        pass
