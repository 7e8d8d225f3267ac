package dev.bobbin.conversation.request;

import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import java.util.List;
import java.util.function.Consumer;

/**
 * A member that an object must have, although the server stores the object as sent.
 *
 * @param presence checks that its owner, an object, has the member
 * @param type checks the type of the member
 */
record RequiredMember(Consumer<JsonInput> presence, Consumer<JsonInput> type) {

    static RequiredMember string(String name) {
        return of(name, JsonInput::string);
    }

    static RequiredMember bool(String name) {
        return of(name, JsonInput::bool);
    }

    static RequiredMember array(String name) {
        return of(name, value -> {
            if (!value.isArray()) {
                throw value.wrongType("an array");
            }
        });
    }

    static RequiredMember object(String name, RequiredMember... members) {
        return of(name, value -> check(value, members));
    }

    /** A member with any value, which may be null. */
    static RequiredMember value(String name) {
        return of(name, value -> {});
    }

    /** The status, whose type the server checks for every item. Null counts as absent. */
    static RequiredMember status() {
        return new RequiredMember(
                owner -> {
                    if (owner.optional("status").isEmpty()) {
                        throw InvalidInput.missing(owner.pathTo("status"));
                    }
                },
                owner -> {});
    }

    /** An object or an array, under two names. If one is there, the other can be null. */
    static RequiredMember objectOrArray(String objectName, String arrayName) {
        RequiredMember object = object(objectName);
        RequiredMember array = array(arrayName);
        return new RequiredMember(
                owner -> {
                    if (owner.optional(arrayName).isEmpty()) {
                        object.presence().accept(owner);
                    }
                },
                owner -> {
                    boolean hasArray = owner.optional(arrayName).isPresent();
                    if (hasArray) {
                        array.type().accept(owner);
                    }
                    if (!hasArray || owner.optional(objectName).isPresent()) {
                        object.type().accept(owner);
                    }
                });
    }

    private static RequiredMember of(String name, Consumer<JsonInput> type) {
        return new RequiredMember(owner -> owner.required(name), owner -> type.accept(owner.required(name)));
    }

    /** Checks that the value is an object, then that it has all members, then their types. */
    static void check(JsonInput owner, RequiredMember... members) {
        owner.names();
        List.of(members).forEach(member -> member.presence().accept(owner));
        List.of(members).forEach(member -> member.type().accept(owner));
    }
}
