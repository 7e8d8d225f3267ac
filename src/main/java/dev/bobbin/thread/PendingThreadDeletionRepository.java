package dev.bobbin.thread;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface PendingThreadDeletionRepository extends Repository<PendingThreadDeletion, String> {

    PendingThreadDeletion save(PendingThreadDeletion deletion);

    @Transactional(readOnly = true)
    @Query("select d.id from PendingThreadDeletion d")
    List<String> findIds(Limit limit);

    @Modifying
    @Query("delete from PendingThreadDeletion d where d.id = :id")
    void delete(String id);
}
