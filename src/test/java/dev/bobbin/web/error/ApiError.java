package dev.bobbin.web.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The contents of an {@link ApiException}, for tests of other packages. */
public record ApiError(
        int status,
        String message,
        @Nullable String param,
        @Nullable String code) {

    public static ApiError of(Throwable failure) {
        ApiException exception = (ApiException) Objects.requireNonNull(failure);
        ErrorResponse.Error error = exception.body().error();
        return new ApiError(exception.status().value(), error.message(), error.param(), error.code());
    }
}
