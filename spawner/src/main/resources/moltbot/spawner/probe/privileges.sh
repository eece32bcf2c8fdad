# tries: reads what the kernel lets it do
# contained: no capability, none that could be gained, and no new privileges by any program
# class: privileges
# kind: machine
# seen: root
while read -r name value rest; do
    case $name in
        CapInh: | CapPrm: | CapEff: | CapBnd: | CapAmb:)
            case $value in *[!0]*) reached "capabilities ${name%:} $value" ;; esac
            ;;
        NoNewPrivs:) [ "$value" = 1 ] || reached "new privileges by setuid programs" ;;
    esac
done < /proc/self/status
