package dev.bobbin.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Hears of every statement that Hibernate sends, when a server is started with {@link #SETTING}. */
public class Statements implements StatementInspector {

    static final String SETTING =
            "spring.jpa.properties.hibernate.session_factory.statement_inspector=" + "dev.bobbin.server.Statements";

    private static final long serialVersionUID = 1L;
    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    @Override
    public String inspect(String sql) {
        HEARD.add(sql);
        return sql;
    }

    static List<String> of(Supplier<Api.Answer> call) {
        HEARD.clear();
        call.get();
        return List.copyOf(HEARD);
    }
}
