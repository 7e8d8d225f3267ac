package dev.bobbin.thread;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface AbandonedThreadRepository extends Repository<AbandonedThread, String> {

    AbandonedThread save(AbandonedThread thread);

    @Query("select a.id from AbandonedThread a")
    List<String> findIds(Limit limit);

    @Modifying
    @Query("delete from AbandonedThread a where a.id = :id")
    void delete(String id);
}
