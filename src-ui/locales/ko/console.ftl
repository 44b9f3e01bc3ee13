# 세션 표시줄
signed-in = 로그인됨
countdown-left = 액세스 토큰 만료까지 남은 시간
countdown-over = 액세스 토큰이 만료됐어요. 다음 호출에서 갱신해요
countdown-unknown = 액세스 토큰에 만료 시각이 없어요
refreshes = { $count ->
    [0] 앱을 시작한 뒤 아직 갱신하지 않았어요
   *[other] 앱을 시작한 뒤 { $count }번 갱신했어요
  }
storage-memory-only-short = 저장 안 됨
storage-memory-only = 세션을 저장하지 못해 메모리에만 보관하고 있어요. 앱을 다시 시작하면 다시 로그인해야 해요. { $problem }
unchecked-short = 인증서 확인 안 함
sign-out = 로그아웃

# 사이드바
sidebar = 요청과 기록
samples-notes = 노트
samples-me = 내 정보
samples-try = 체험
samples-session = 세션
sample-notes-list = 노트 목록
sample-notes-create = 노트 만들기
sample-notes-get = 노트 읽기
sample-notes-delete = 노트 삭제
sample-me = 내 정보 보기
sample-echo = 요청 그대로 돌려받기
sample-image = 이미지
sample-slow = 느린 응답
sample-large = 큰 응답
sample-download = 느린 다운로드
sample-events = 이벤트 스트림
sample-status = 오류 상태
sample-expire = 액세스 토큰 만료시키기
sample-revoke = 세션 무효화하기
history = 기록
history-empty = 보낸 요청이 여기에 표시돼요.
history-failed = 실패
history-cancelled = 취소
history-ended = 세션 종료

# 요청
request = 요청
request-details = 요청 상세
method = 메서드
method-custom = 직접 입력…
method-custom-label = 메서드 직접 입력
target = 경로 또는 URL
send = 보내기
send-hint = 요청 보내기 ({ $keys })
cancel-call = 요청 취소
cancel-hint = 요청 취소 (Esc)
tab-params = 매개변수
tab-headers = 헤더
tab-body = 본문
tab-settings = 설정
tab-form = 폼 필드
row-enabled = 사용
row-enabled-number = { $row }행 보내기
row-name = 이름
row-name-number = { $row }행 이름
row-value = 값
row-value-number = { $row }행 값
row-remove = 삭제
row-remove-number = { $row }행 삭제
row-new-params = 쿼리 추가
row-new-headers = 헤더 추가
row-new-form = 필드 추가
row-new-part = 파트 추가
body-kind = 본문 종류
body-none = 없음
body-json = JSON
body-text = 텍스트
body-form = 폼
body-multipart = 멀티파트
body-file = 파일
body-none-hint = 본문이 없는 요청이에요.
body-content = 본문 내용
body-path = 파일 경로
choose-file = 선택…
add-files = 파일 추가…
add-files-hint = 파일마다 파트가 하나씩 생겨요. 창에 끌어다 놓아도 돼요
part-kind = 종류
part-text = 텍스트
part-file = 파일
format-json = 정렬
json-unfinished = JSON이 { $line }행 { $column }열에서 끝나 버렸어요.
json-go-to = 그곳으로 이동
json-syntax = { $line }행 { $column }열에서 JSON 문법이 맞지 않아요.
timeout = 제한 시간(밀리초)
timeout-hint = 서버가 응답을 시작할 때까지 기다리는 시간이에요. 비워 두면 서버 프로필이나 설정에서 정한 시간을 써요.

# 응답
answer = 응답
answer-empty = 요청을 보내면 응답이 여기에 표시돼요.
answer-none = 응답 없음
answer-cancelled = 취소됨
answer-time = 호출 시작부터 마지막 바이트까지 걸린 시간
answer-size = 압축을 푼 본문 크기
answer-body = 응답 본문
answer-headers = 응답 헤더
answer-image = 서버가 보낸 이미지
tab-answer-body = 본문
tab-answer-headers = 헤더
tab-answer-trace = 추적
view = 보기
view-pretty = 정렬
view-raw = 원본
view-hex = 16진수
view-image = 이미지
view-page = 페이지
view-page-title = 페이지로 본 응답
body-empty = 응답에 본문이 없어요.
body-binary = { $type } 형식의 바이너리 데이터예요. 크기: { $size }
body-binary-untyped = 형식을 알 수 없는 바이너리 데이터예요. 크기: { $size }
hidden-tokens = { $count ->
   *[other] 이 세션의 토큰 { $count }개를 지문으로 바꿔 표시했어요.
  }
incomplete = 본문이 온전하지 않아요: { $why }
header-hidden = 지문
header-hidden-hint = 토큰이 들어 있을 수 있는 값이라 지문으로 표시했어요.
headers-none = 응답에 헤더가 없어요.
kept-unsent = 다른 서버에 로그인해서 { $request } 요청은 보내지 않았어요. 편집기에 그대로 있어요.
