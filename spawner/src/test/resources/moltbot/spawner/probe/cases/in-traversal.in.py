import io, os, sys, tarfile
with tarfile.open(fileobj=sys.stdout.buffer, mode='w|') as tar:
    for name in ('kept', '../up', '/' + os.environ['PROBE_FILE'].lstrip('/') + '-written', os.environ['PROBE_FILE'] + '/../up'):
        entry = tarfile.TarInfo(name)
        entry.size = 1
        tar.addfile(entry, io.BytesIO(b'x'))
