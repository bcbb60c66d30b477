package io.github.libhello.cases;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Classes that the rules of AWS's loader tell apart, each nested one a handler or meant as one. */
public final class Rules {

  private Rules() {}

  public static class Bean {
    private String name = "nobody";

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return "Bean " + name;
    }
  }

  public static class Plain implements RequestHandler<Bean, String> {
    @Override
    public String handleRequest(Bean bean, Context context) {
      return "plain " + bean.getName();
    }
  }

  public abstract static class Base<T> implements RequestHandler<T, String> {
    @Override
    public String handleRequest(T event, Context context) {
      return describe(event);
    }

    static String describe(Object event) {
      return event instanceof Bean bean
          ? "bean " + bean.getName()
          : event == null ? "null" : event.getClass().getName() + " " + event;
    }
  }

  public static class ThroughBase extends Base<Bean> {}

  public abstract static class Middle<A, B> extends Base<B> {}

  public static class ThroughTwo extends Middle<Integer, List<Bean>> {}

  public interface Swapped<A, B> extends RequestHandler<B, A> {}

  public static class ThroughInterface implements Swapped<String, Bean> {
    @Override
    public String handleRequest(Bean bean, Context context) {
      return "swapped " + bean;
    }
  }

  public interface OneArgument<A> extends RequestHandler<A, String> {}

  public static class ThroughNarrow implements OneArgument<Bean> {
    @Override
    public String handleRequest(Bean bean, Context context) {
      return "narrow";
    }
  }

  @SuppressWarnings("rawtypes")
  public static class Raw implements RequestHandler {
    @Override
    public Object handleRequest(Object event, Context context) {
      return "raw " + event;
    }
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  public static class RawBase extends Base {}

  public static class Open<T> implements RequestHandler<T, String> {
    @Override
    public String handleRequest(T event, Context context) {
      return Base.describe(event);
    }
  }

  public static class Bounded<T extends Bean> implements RequestHandler<T, String> {
    @Override
    public String handleRequest(T event, Context context) {
      return Base.describe(event);
    }
  }

  public static class ListOfVariable<T> implements RequestHandler<List<T>, String> {
    @Override
    public String handleRequest(List<T> event, Context context) {
      return Base.describe(event);
    }
  }

  public static class Nothing implements RequestHandler<Bean, Void> {
    @Override
    public Void handleRequest(Bean bean, Context context) {
      return null;
    }
  }

  public static class Streams implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
        throws IOException {
      out.write('<');
      in.transferTo(out);
      out.write('>');
    }
  }

  public static class Both implements RequestStreamHandler, RequestHandler<Bean, String> {
    @Override
    public String handleRequest(Bean bean, Context context) {
      return "both as objects";
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
        throws IOException {
      out.write("both as streams".getBytes(StandardCharsets.UTF_8));
    }
  }

  public static class Neither {}

  public static class NoConstructor implements RequestHandler<Bean, String> {
    public NoConstructor(int number) {}

    @Override
    public String handleRequest(Bean bean, Context context) {
      return "none";
    }
  }

  public static class HiddenConstructor implements RequestStreamHandler {
    HiddenConstructor() {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) {}
  }

  public class Inner implements RequestHandler<Bean, String> {
    @Override
    public String handleRequest(Bean bean, Context context) {
      return "inner";
    }
  }

  public static class Throwing implements RequestHandler<Bean, String> {
    @Override
    public String handleRequest(Bean bean, Context context) {
      throw new IllegalStateException(bean.getName(), new IOException("the cause"));
    }
  }

  public static class ThrowingNoMessage implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
        throws IOException {
      out.write('x');
      throw new UnsupportedOperationException();
    }
  }

  public static class Unwritable implements RequestHandler<Bean, Object> {
    @Override
    public Object handleRequest(Bean bean, Context context) {
      return new Object() {
        @SuppressWarnings("unused")
        public String getName() {
          throw new IllegalStateException("no name");
        }
      };
    }
  }

  /** Handler methods; the name says what they take. */
  public static class Methods {
    public String none() {
      return "none";
    }

    public String event(Bean bean) {
      return "event " + bean.getName();
    }

    public String eventAndContext(Bean bean, Context context) {
      return "event " + bean.getName() + ", context " + (context != null);
    }

    public String context(Context context) {
      return "context " + (context != null);
    }

    public void input(InputStream in) throws IOException {
      in.readAllBytes();
    }

    public void output(OutputStream out) throws IOException {
      out.write("output".getBytes(StandardCharsets.UTF_8));
    }

    public void inputAndOutput(InputStream in, OutputStream out) throws IOException {
      in.transferTo(out);
    }

    public int inputAndContext(InputStream in, Context context) throws IOException {
      return in.available();
    }

    public void outputAndContext(OutputStream out, Context context) throws IOException {
      out.write("output, context".getBytes(StandardCharsets.UTF_8));
    }

    public void all(InputStream in, OutputStream out, Context context) throws IOException {
      in.transferTo(out);
    }

    public static String atClass(Bean bean) {
      return "static " + bean.getName();
    }

    public int number(int number) {
      return number + 1;
    }

    public long[] array(long[] numbers) {
      return numbers;
    }

    public Map<String, List<Bean>> generic(Map<String, List<Bean>> beans) {
      return beans;
    }

    public <T> T variable(T event) {
      return event;
    }

    public void nothing(Bean bean) {}

    public String tooMany(Bean bean, String text, Context context) {
      return "three";
    }

    public String far(Bean bean, String a, String b, Context context) {
      return "four";
    }

    public String notContext(Bean bean, String text) {
      return "two";
    }

    public String contextFirst(Context context, Bean bean) {
      return "context first";
    }

    public String wrongStreams(OutputStream out, InputStream in) {
      return "wrong streams";
    }

    public String inputAndBean(InputStream in, Bean bean) {
      return "input and bean";
    }

    public String overloaded() {
      return "none";
    }

    public String overloaded(Bean bean) {
      return "bean";
    }

    public String overloaded(Bean bean, Context context) {
      return "bean and context";
    }

    public String overloaded(Bean bean, String text, Context context) {
      return "three";
    }

    public String shorter(Context context) {
      return "context";
    }

    public String shorter(Bean bean) {
      return "bean";
    }

    public String fails(Bean bean) {
      throw new IllegalArgumentException("on purpose");
    }

    public void failsWithStreams(InputStream in, OutputStream out) throws IOException {
      throw new IOException("on purpose");
    }

    @Override
    public String toString() {
      return "methods";
    }

    String hidden(Bean bean) {
      return "hidden";
    }
  }

  public static class MoreMethods extends Methods {
    public String handleRequest(Bean bean) {
      return "by name";
    }
  }

  public static class MethodsWithoutConstructor {
    public MethodsWithoutConstructor(int number) {}

    public static String atClass(Bean bean) {
      return "static";
    }

    public String atObject(Bean bean) {
      return "object";
    }
  }
}
