import io, os, sys, tarfile
path = os.environ['PROBE_FILE']
with tarfile.open(fileobj=sys.stdout.buffer, mode='w|') as tar:
    for name, kind, to in (('soft', tarfile.SYMTYPE, path), ('hard', tarfile.LNKTYPE, path), ('folder', tarfile.SYMTYPE, os.path.dirname(path))):
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, to
        tar.addfile(entry)
    entry = tarfile.TarInfo('folder/through')
    entry.size = 1
    tar.addfile(entry, io.BytesIO(b'x'))
