# tries: takes 512 MB in files that have no name and lie on no disk
# contained: it does not get it, or is ended
# class: bombs
# bomb: yes
# ends: any
# seen: host
file = call('memfd_create', b'probe', 0)
if file >= 0:
    for i in range(512):
        os.write(file, bytes(1 << 20))
    time.sleep(0.5)
    reached('512 MB without a name')
