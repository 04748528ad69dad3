import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { ErrorBoundary } from "./ErrorBoundary.tsx";

/**
 * A part of the page that is fetched when it is shown for the first time. A fetch that failed is made again on 重试;
 * what stands around it stays.
 */
export function lazyPage<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  fallback: ReactNode = null,
): ComponentType<Props> {
  let Page = lazy(load);
  // React remembers a failed fetch for good: the next try needs a component of its own.
  const forget = () => {
    Page = lazy(load);
  };
  return function LazyPage(props: Props) {
    return (
      <ErrorBoundary onRetry={forget} onError={forget}>
        <Suspense fallback={fallback}>
          <Part props={props} />
        </Suspense>
      </ErrorBoundary>
    );
  };

  function Part({ props }: { props: Props }) {
    const Current = Page as ComponentType<Props>;
    return <Current {...props} />;
  }
}
