# Debian's PostgreSQL, for the scripts that source this: a server of their own.

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null; }

# PostgreSQL refuses to run as root.
as_postgres() {
    if [[ $EUID = 0 ]]; then
        (cd / && exec runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# start_postgres FOLDER PORT USER: in a folder that as_postgres has made, on the loopback address, with a superuser. Its
# programs are in $postgres then, and its log is FOLDER/postgres.log.
start_postgres() {
    postgres=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -1)
    as_postgres "$postgres/initdb" -D "$1/data" -U "$3" -A trust -E UTF8 --locale=C > /dev/null
    as_postgres "$postgres/pg_ctl" start -s -w -D "$1/data" -l "$1/postgres.log" \
        -o "-p $2 -k $1 -c listen_addresses=127.0.0.1"
}

stop_postgres() { as_postgres "$postgres/pg_ctl" stop -s -m fast -D "$1/data"; }
