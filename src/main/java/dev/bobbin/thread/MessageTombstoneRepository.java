package dev.bobbin.thread;

import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface MessageTombstoneRepository extends Repository<MessageTombstone, MessageKey> {

    MessageTombstone save(MessageTombstone tombstone);

    Optional<MessageTombstone> findByThreadIdAndId(String threadId, String id);

    @Modifying
    @Query("delete from MessageTombstone t where t.threadId = :threadId and t.id = :id")
    void delete(String threadId, String id);

    @Modifying
    @Query("delete from MessageTombstone t where t.threadId = :threadId and t.position > :low and t.position <= :high")
    void deleteBetween(String threadId, long low, long high);
}
