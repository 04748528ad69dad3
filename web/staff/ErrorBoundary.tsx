import { Button, Result } from "antd";
import { Component, type ReactNode } from "react";

interface Props {
  children: ReactNode;
  /** Tries again; without it only reloading the page is offered. */
  onRetry?(): void;
  /** Something inside could not be shown. */
  onError?(): void;
}

/**
 * Keeps the rest of the page when a part of it cannot be loaded or shown: offline, after an update of the system, or
 * because of a mistake of ours.
 */
export class ErrorBoundary extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override componentDidCatch() {
    this.props.onError?.();
  }

  override render() {
    const { children, onRetry } = this.props;
    if (!this.state.isBroken) return children;
    const retry = () => {
      onRetry?.();
      this.setState({ isBroken: false });
    };
    return (
      <Result
        status="warning"
        title="这部分页面没有打开"
        subTitle="可能是网络断开了，或者系统刚刚更新过。请重试；如果仍然打不开，请刷新页面。"
        extra={
          <>
            {onRetry && (
              <Button type="primary" onClick={retry}>
                重试
              </Button>
            )}
            <Button onClick={() => window.location.reload()}>刷新页面</Button>
          </>
        }
      />
    );
  }
}
