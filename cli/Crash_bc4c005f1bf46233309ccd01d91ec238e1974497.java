import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

public class Crash_bc4c005f1bf46233309ccd01d91ec238e1974497 {
    static final String base64Bytes = String.join("", "7iElLTAgPQ==");

    public static void main(String[] args) throws Throwable {
        Crash_bc4c005f1bf46233309ccd01d91ec238e1974497.class.getClassLoader().setDefaultAssertionStatus(true);
        try {
            Method fuzzerInitialize = io.drover.cli.InputFuzzTarget.class.getMethod("fuzzerInitialize");
            fuzzerInitialize.invoke(null);
        } catch (NoSuchMethodException ignored) {
            try {
                Method fuzzerInitialize = io.drover.cli.InputFuzzTarget.class.getMethod("fuzzerInitialize", String[].class);
                fuzzerInitialize.invoke(null, (Object) args);
            } catch (NoSuchMethodException ignored1) {
            } catch (IllegalAccessException | InvocationTargetException e) {
                e.printStackTrace();
                System.exit(1);
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            e.printStackTrace();
            System.exit(1);
        }
        byte[] input = java.util.Base64.getDecoder().decode(base64Bytes);
        io.drover.cli.InputFuzzTarget.fuzzerTestOneInput(input);
    }
}