package dev.bobbin.thread;

import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface DeletedMessageRepository extends Repository<DeletedMessage, MessageKey> {

    DeletedMessage save(DeletedMessage message);

    Optional<DeletedMessage> findByThreadIdAndId(String threadId, String id);

    @Modifying
    @Query("delete from DeletedMessage d where d.threadId = :threadId and d.id = :id")
    void delete(String threadId, String id);

    @Modifying
    @Query("delete from DeletedMessage d where d.threadId = :threadId and d.position > :low and d.position <= :high")
    void deleteBetween(String threadId, long low, long high);
}
