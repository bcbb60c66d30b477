import java.io.InputStream;
import java.lang.classfile.Annotation;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarFile;

/**
 * Lets the image builder of 25.0.4 work with JDK updates in which {@link Reference#get} calls a new
 * native method, get0. The builder keeps that body of get but does not know get0, so that every use
 * of a weak or soft reference would throw. The patched substitution gives get the body of before,
 * which reads the referent. With an older JDK nothing is patched.
 *
 * <p>Arguments: the svm jar, the folder for the patched class.
 */
public class ReferencePatch {
  private static final String SUBSTITUTION =
      "com/oracle/svm/core/heap/Target_java_lang_ref_Reference.class";
  private static final ClassDesc SUBSTITUTE =
      ClassDesc.of("com.oracle.svm.core.annotate.Substitute");

  public static void main(String[] args) throws Exception {
    boolean needed =
        Arrays.stream(Reference.class.getDeclaredMethods())
            .anyMatch(method -> method.getName().equals("get0"));
    if (!needed) {
      return;
    }
    Path patched = Path.of(args[1], SUBSTITUTION);
    Files.createDirectories(patched.getParent());
    try (var jar = new JarFile(args[0]);
        InputStream in = jar.getInputStream(jar.getEntry(SUBSTITUTION))) {
      Files.write(patched, patch(in.readAllBytes()));
    }
  }

  private static byte[] patch(byte[] original) {
    ClassFile classFile = ClassFile.of();
    ClassModel model = classFile.parse(original);
    ClassDesc self = model.thisClass().asSymbol();
    ClassTransform replaceGet =
        (builder, element) -> {
          if (!(element instanceof MethodModel method) || !isGet(method)) {
            builder.with(element);
            return;
          }
          builder.withMethod(
              method.methodName(),
              method.methodType(),
              method.flags().flagsMask() & ~ClassFile.ACC_NATIVE,
              get ->
                  get.with(RuntimeVisibleAnnotationsAttribute.of(Annotation.of(SUBSTITUTE)))
                      .withCode(
                          code ->
                              code.aload(0)
                                  .getfield(self, "referent", ConstantDescs.CD_Object)
                                  .areturn()));
        };
    return classFile.transformClass(model, replaceGet);
  }

  private static boolean isGet(MethodModel method) {
    return method.methodName().equalsString("get")
        && method.methodType().equalsString("()Ljava/lang/Object;");
  }
}
