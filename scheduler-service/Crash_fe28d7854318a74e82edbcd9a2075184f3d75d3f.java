import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

public class Crash_fe28d7854318a74e82edbcd9a2075184f3d75d3f {
    static final String base64Bytes = String.join("", "UyN1CnsjLQ0=");

    public static void main(String[] args) throws Throwable {
        Crash_fe28d7854318a74e82edbcd9a2075184f3d75d3f.class.getClassLoader().setDefaultAssertionStatus(true);
        try {
            Method fuzzerInitialize = io.drover.scheduler.compose.ComposeFuzzTarget.class.getMethod("fuzzerInitialize");
            fuzzerInitialize.invoke(null);
        } catch (NoSuchMethodException ignored) {
            try {
                Method fuzzerInitialize = io.drover.scheduler.compose.ComposeFuzzTarget.class.getMethod("fuzzerInitialize", String[].class);
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
        io.drover.scheduler.compose.ComposeFuzzTarget.fuzzerTestOneInput(input);
    }
}