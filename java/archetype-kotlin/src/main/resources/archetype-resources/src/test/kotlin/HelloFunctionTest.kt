package ${package}

import io.github.libhello.junit.Event
import io.github.libhello.junit.Lambda
import io.github.libhello.junit.LambdaTest
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

@LambdaTest(HelloHandler::class)
class HelloFunctionTest {

    @Test
    fun greets(function: Lambda, @Event("events/hello.json") event: String) {
        val response = function.invoke(event).response()
        assertTrue(response.contains("Hello, Ada!"), response)
    }
}
