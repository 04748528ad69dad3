import { Alert, Button } from "antd";

/** Says why a list could not be fetched, and offers another try; nothing when all is well. */
export function LoadError({ error, onRetry }: { error: string; onRetry(): void }) {
  if (!error) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={error}
      className="load-error"
      action={
        <Button size="small" onClick={onRetry}>
          重试
        </Button>
      }
    />
  );
}
