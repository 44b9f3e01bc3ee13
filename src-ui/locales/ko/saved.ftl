# 저장한 요청과 환경
saved = 저장한 요청
saved-about = 요청을 폴더에 파일로 보관해요. 다시 찾고, 함께 쓰고, git에 넣을 수 있어요.
saved-open-folder = 폴더 열기…
saved-close = 폴더 닫기
saved-menu = 저장한 요청: 더 보기
saved-line-menu = { $name } 더 보기
saved-empty = 아직 저장한 요청이 없어요. 보내기 옆의 저장 버튼을 누르면 여기에 들어와요.
saved-none = 맞는 것이 없어요.
saved-filter = 저장한 요청 찾기
saved-more = { $count ->
   *[other] { $count }개 더 있어요. 더 보기
  }
saved-new-folder = 새 폴더…
saved-new-folder-in = 안에 새 폴더…
saved-new-environment = 새 환경…
saved-restore = 삭제한 것 되돌리기
saved-rename = 이름 바꾸기
saved-duplicate = 복제
saved-up = 위로 옮기기
saved-down = 아래로 옮기기
saved-delete = 삭제
saved-deleted = ‘{ $name }’ 항목을 삭제했어요.
saved-undo = 되돌리기
saved-make = 폴더 만들기
saved-problems = { $count ->
   *[other] 파일 { $count }개를 읽을 수 없어요
  }
saved-name = 이름
saved-name-bad = 이름은 1자에서 { $limit }자까지예요.
saved-folder-of = 넣을 폴더
save-request = 요청 저장
save-request-hint = 요청 저장 ({ $keys })
tab-name-changed = { $request }, 바뀜
path-params = 경로
environment = 환경
environment-none = 환경 없음
environment-edit = 환경 편집
environment-new = 새 환경
environment-about = 요청에 {"{{"}name{"}}"}이라고 쓴 자리에 값을 넣어 보내요. 값은 폴더에 그대로 저장되고, 비밀 값은 토큰을 보관하는 곳에 두며 다시 보여 주지 않아요.
environment-variables = 변수
environment-secret = 비밀
environment-secret-number = { $row }행은 비밀
environment-new-variable = 새 변수
environment-kept = 보관 중이에요. 바꾸려면 입력하세요
environment-remove = 삭제
conflict = 다른 곳에서 이 요청을 바꿨어요
conflict-changed = ‘{ $name }’ 파일이 열었을 때와 달라졌어요. 내 요청은 탭에 있고, 그 옆에 저장하거나 덮어쓸 수 있어요.
conflict-gone = ‘{ $name }’ 파일이 없어졌어요. 내 요청은 탭에 있고, 새로 저장할 수 있어요.
conflict-both = 내 것을 옆에 저장
conflict-mine = 내 것으로 덮어쓰기
conflict-theirs = 바뀐 것 가져오기
saved-import = 가져오기…
saved-copy-curl = curl로 복사
action-copy-curl = 요청을 curl로 복사
import = 가져오기
import-about = OpenAPI 3.0과 3.1, Postman, Insomnia, Bruno, HAR, curl의 요청을 가져와요. 저장하기 전에 무엇이 들어오는지 볼 수 있어요. 인증 정보는 가져오지 않아요.
import-text = 문서 붙여넣기
import-file = 파일 선택…
import-read = 들어올 내용 보기
import-take = 가져오기
import-name = 이 이름의 새 폴더로
import-lines = 들어올 내용
import-found = { $format }: 요청 { $requests }개, 폴더 { $folders }개, 환경 { $environments }개.
import-rest = 그 밖에 { $count }개 더 있어요.
import-urls = 요청을 보내는 곳: { $urls }. 그 서버에 로그인하세요. 기본 주소는 가져오지 않아요.
import-notes = { $count ->
   *[other] { $count }가지가 원래대로 들어오지 않아요
  }
