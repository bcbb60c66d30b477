package io.github.libhello.kmeans;

import com.oracle.svm.core.AlwaysInline;
import com.oracle.svm.core.annotate.AnnotateOriginal;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.ArrayList;
import java.util.Collection;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.Clusterable;
import org.hipparchus.clustering.Clusterer;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;

/**
 * What a native image inlines into the clusterer's loop over points and centers. A JVM's second
 * compiler finds that out by itself; an image of GraalVM's community edition has no profile to find
 * it in, inlines what is trivial only, and so spends half of its time in the calls and the iterator
 * between the loop and {@link KMeans}'s measure.
 *
 * <p>Read by the image builder, never loaded by a JVM: the methods keep the code they have and get
 * an annotation more, so the results stay the same to the last bit. In the order of the calls.
 */
final class Inlined {

  private static final String WHY = "in the loop over points and centers";

  private Inlined() {}

  @TargetClass(KMeansPlusPlusClusterer.class)
  static final class PointsAndCenters {

    @AnnotateOriginal
    @AlwaysInline(WHY)
    private native int getNearestCluster(
        Collection<CentroidCluster<?>> clusters, Clusterable point);
  }

  @TargetClass(value = ArrayList.class, innerClass = "Itr")
  static final class IteratorOverCenters {

    @AnnotateOriginal
    @AlwaysInline(WHY)
    native boolean hasNext();

    @AnnotateOriginal
    @AlwaysInline(WHY)
    native Object next();

    @AnnotateOriginal
    @AlwaysInline(WHY)
    native void checkForComodification();
  }

  @TargetClass(Clusterer.class)
  static final class PointAndCenter {

    @AnnotateOriginal
    @AlwaysInline(WHY)
    native double distance(Clusterable a, Clusterable b);
  }

  @TargetClass(value = KMeans.class, innerClass = "Euclidean")
  static final class Measure {

    @AnnotateOriginal
    @AlwaysInline(WHY)
    native double compute(double[] a, double[] b);
  }

  @TargetClass(KMeans.class)
  static final class Coordinates {

    @AnnotateOriginal
    @AlwaysInline(WHY)
    private static native double squaredDistance(double[] a, double[] b);
  }
}
